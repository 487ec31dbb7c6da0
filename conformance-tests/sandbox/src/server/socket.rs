//! The socket under hyper: it can be left unread, and taken back for faults.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Asked about each request before it is read.
pub(super) trait Gate: Send + Sync {
    /// Whether something may go wrong before the next request is read, so that its first byte is waited for.
    fn watches(&self) -> bool;
    /// Asked when the first byte can be read. True: leave it unread.
    fn leaves_unread(&self) -> bool;
}

/// A socket that asks before it reads the first byte of each request.
pub(super) struct Socket {
    stream: TcpStream,
    gate: Arc<dyn Gate>,
    between_requests: Arc<std::sync::atomic::AtomicBool>,
}

impl Socket {
    /// `between_requests` is set by whoever answers, and reset here when the next request begins.
    pub(super) fn new(
        stream: TcpStream,
        gate: Arc<dyn Gate>,
        between_requests: Arc<std::sync::atomic::AtomicBool>,
    ) -> Self {
        Self { stream, gate, between_requests }
    }

    pub(super) fn into_stream(self) -> TcpStream {
        self.stream
    }
}

impl AsyncRead for Socket {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        use std::sync::atomic::Ordering::SeqCst;
        if !self.between_requests.load(SeqCst) {
            return Pin::new(&mut self.stream).poll_read(cx, buf);
        }
        if self.gate.watches() {
            let mut byte = [0; 1];
            let seen = ready!(self.stream.poll_peek(cx, &mut ReadBuf::new(&mut byte)))?;
            if seen > 0 {
                if self.gate.leaves_unread() {
                    return Poll::Pending;
                }
                self.between_requests.store(false, SeqCst);
            }
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        if buf.filled().len() > before {
            self.between_requests.store(false, SeqCst);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
