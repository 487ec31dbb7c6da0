//! A call that is never made, or whose outcome nobody looks at, and a request that goes to another vendor.

use generated_client::organik::{Client, Error, UserCredit, UserCreditReply};
use generated_client::{organik, paywall};

async fn call(client: &Client, request: &UserCredit) -> Result<UserCreditReply, Error> {
    let reply = client.user_credit(request).await?; //~ TWIN
    //~ FAILS E0277 let reply = client.user_credit(request)?;
    //~ FAILS E0308 let reply: UserCreditReply = client.user_credit(request).await;
    //~ FAILS E0308 let reply = client.user_credit(request.clone()).await?;
    //~ FAILS E0061 let reply = client.user_credit().await?;
    //~ FAILS E0308 let reply = client.user_credit(&generated_client::iletimerkezi::GetBalance::new()).await?;
    let _ = client.user_credit(request).await; //~ TWIN
    //~ FAILS E0308 let _ = client.groupcontentadd(request).await;
    //~ FAILS E0609 let _ = client.user_credit(request).await.id;
    //~ WARNS unused_must_use client.user_credit(request);
    //~ WARNS unused_must_use client.user_credit(request).await;
    //~ WARNS unused_must_use client.with(|options| options.attempts(2));
    Ok(reply)
}

async fn other(client: &paywall::Client, request: &paywall::CreateMember) -> Result<i64, paywall::Error> {
    let reply = client.create_member(request).await?; //~ TWIN
    //~ FAILS E0599 let reply = client.user_credit(request).await?;
    Ok(reply.id)
}

fn prepare(config: &organik::Config, request: &UserCredit) {
    let _ = config.prepare(request); //~ TWIN
    //~ FAILS E0271 let _ = config.prepare(&generated_client::iletimerkezi::GetBalance::new());
    //~ FAILS E0308 let _ = config.prepare(request.clone());
    //~ FAILS E0277 let _ = config.prepare(&request.credit);
}

fn is_send<T: Send>() {}

fn main() {
    is_send::<Client>(); //~ TWIN
    //~ FAILS E0277 is_send::<std::rc::Rc<Client>>();
    let _ = (prepare, call as fn(_, _) -> _, other as fn(_, _) -> _);
}
