//! The socket under hyper: it can be left unread, and taken back for faults.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Asked when the first byte of a request can be read. True: leave it unread.
pub(super) type LeaveUnread = dyn Fn() -> bool + Send + Sync;

/// A socket that asks before it reads the first byte of each request.
pub(super) struct Socket {
    stream: TcpStream,
    leave_unread: Arc<LeaveUnread>,
    between_requests: Arc<std::sync::atomic::AtomicBool>,
}

impl Socket {
    /// `between_requests` is set by whoever answers, and reset here when the next request begins.
    pub(super) fn new(
        stream: TcpStream,
        leave_unread: Arc<LeaveUnread>,
        between_requests: Arc<std::sync::atomic::AtomicBool>,
    ) -> Self {
        Self { stream, leave_unread, between_requests }
    }

    pub(super) fn into_stream(self) -> TcpStream {
        self.stream
    }
}

impl AsyncRead for Socket {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        use std::sync::atomic::Ordering::SeqCst;
        if self.between_requests.load(SeqCst) {
            let mut byte = [0; 1];
            let seen = ready!(self.stream.poll_peek(cx, &mut ReadBuf::new(&mut byte)))?;
            if seen > 0 {
                if (self.leave_unread)() {
                    return Poll::Pending;
                }
                self.between_requests.store(false, SeqCst);
            }
        }
        Pin::new(&mut self.stream).poll_read(cx, buf)
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
