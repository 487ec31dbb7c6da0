//! What vendors tell by themselves: an order to tell it, the request that tells it, and what came of it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, SystemTime};

use tokio::sync::oneshot;

use crate::behave::Plain;
use crate::message::{Answer, Request};

/// An order that a vendor tells an application something: one of the `callbacks:` of its spec.
///
/// What has no value is made up by its type; [`Plain::Null`] leaves it out.
///
/// ```
/// use vendor_sandbox::CallBack;
///
/// let paid = CallBack::new("acme", "settled", "http://127.0.0.1:3000/hook").value("id", 7).value("note", "hi");
/// assert_eq!(paid.to(), "http://127.0.0.1:3000/hook");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CallBack {
    pub(crate) vendor: String,
    pub(crate) callback: String,
    pub(crate) to: String,
    pub(crate) arm: Option<String>,
    pub(crate) values: Vec<(String, Plain)>,
}

impl CallBack {
    /// Of this vendor, by the name in its spec, to an address of this machine.
    pub fn new(vendor: impl Into<String>, callback: impl Into<String>, to: impl Into<String>) -> Self {
        Self { vendor: vendor.into(), callback: callback.into(), to: to.into(), arm: None, values: Vec::new() }
    }

    /// The kind of event; the first of the spec without it.
    #[must_use]
    pub fn arm(mut self, arm: impl Into<String>) -> Self {
        self.arm = Some(arm.into());
        self
    }

    /// What a field holds, by its name on the wire; or a member of the frame around them, by its path: `data.id`.
    #[must_use]
    pub fn value(mut self, name: impl Into<String>, value: impl Into<Plain>) -> Self {
        self.values.push((name.into(), value.into()));
        self
    }

    /// The address of the application.
    pub fn to(&self) -> &str {
        &self.to
    }
}

/// What a vendor told an application, and what came of it.
#[derive(Clone, PartialEq)]
pub struct CalledBack {
    /// From zero, in the order of telling.
    pub number: usize,
    /// When it was sent, by the machine's clock.
    pub time: SystemTime,
    /// The vendor.
    pub vendor: String,
    /// The callback.
    pub callback: String,
    /// The address without what the vendor adds.
    pub to: String,
    /// As it was sent, signature and all.
    pub request: Request,
    /// What the application answered, or why there is no answer.
    pub answered: Result<Answer, String>,
    /// Whether that is what the page asks for: the status, and the body where the page gives one.
    pub acknowledged: bool,
    /// From the connection to the end of the answer.
    pub took: Duration,
}

/// Shows what it was and what came of it, and nothing of what it said.
impl std::fmt::Debug for CalledBack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CalledBack")
            .field("number", &self.number)
            .field("vendor", &self.vendor)
            .field("callback", &self.callback)
            .field("status", &self.answered.as_ref().map(|answer| answer.status))
            .field("acknowledged", &self.acknowledged)
            .finish_non_exhaustive()
    }
}

/// A callback on its way. It goes on without whoever waits for it; await it, or [wait](Self::wait).
#[must_use = "it is on its way: await it, or wait for it"]
pub struct Calling(pub(crate) oneshot::Receiver<CalledBack>);

impl Future for Calling {
    type Output = Option<CalledBack>;

    /// None if the sandbox was dropped.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map(Result::ok)
    }
}

impl Calling {
    /// Blocks until the application has answered; none if the sandbox was dropped. Not for a thread on which the
    /// application itself has to run.
    pub fn wait(mut self) -> Option<CalledBack> {
        struct Unpark(Thread);
        impl Wake for Unpark {
            fn wake(self: Arc<Self>) {
                self.0.unpark();
            }
        }
        let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
        let mut context = Context::from_waker(&waker);
        loop {
            match Pin::new(&mut self).poll(&mut context) {
                Poll::Ready(called) => return called,
                Poll::Pending => std::thread::park(),
            }
        }
    }
}
