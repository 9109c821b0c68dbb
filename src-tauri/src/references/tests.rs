#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use tokio::time::{advance, sleep, timeout};

use super::*;
use crate::highlevel::client::Client;
use crate::highlevel::rate_limit::RateLimiter;
use crate::highlevel::transport::{ApiAnswer, ApiRequest, Headers, Transport};
use crate::model::contact::ValueKind;
use crate::model::definitions::TypedValue;
use crate::model::json::Json;
use crate::model::token::ApiToken;
use futures_util::future::BoxFuture;

const LOCATION: &str = "tBpFQBh16tDrM9aXY7bb";
const NO_SCOPE: &str = r#"{"statusCode": 401, "message": "The token is not authorized for this scope."}"#;
const DEFINITIONS: &str = r#"{"customFields": [
    {"id": "deposit1", "name": "Deposit", "dataType": "MONETORY", "position": 2},
    {"id": "visit1", "name": "Next visit", "dataType": "DATE", "position": 1},
    {"id": "login1", "name": "Portal password", "dataType": "NUMERICAL", "position": 0}
]}"#;
const CONTACT: &str = r#"{
    "id": "ocQHyuzHvysMo5N5VsXc", "locationId": "tBpFQBh16tDrM9aXY7bb", "assignedTo": "OwnerOwnerOwner00001",
    "followers": ["FollowerFollower0002"], "businessId": "66a1f0c29be4d7315a80c4e2",
    "customFields": [
        {"id": "deleted1", "value": "x"}, {"id": "deposit1", "value": 4850}, {"id": "login1", "value": "1234"},
        {"id": "visit1", "value": "1769904000000"}, {"id": "visit1", "value": "twice"}
    ]
}"#;

type Script = dyn Fn(&Resource, usize) -> Result<(u16, String), ApiError> + Send + Sync;

/// A far end that says what the script says, after a moment, and remembers what was asked.
struct Scripted {
    script: Box<Script>,
    asked: Mutex<Vec<Resource>>,
}

impl Transport for Scripted {
    fn send(&self, request: ApiRequest) -> BoxFuture<'_, Result<ApiAnswer, ApiError>> {
        Box::pin(async move {
            let nth = {
                let mut asked = self.asked.lock().unwrap();
                asked.push(request.resource.clone());
                asked.iter().filter(|resource| **resource == request.resource).count() - 1
            };
            sleep(Duration::from_millis(50)).await;
            let (status, body) = (self.script)(&request.resource, nth)?;
            Ok(ApiAnswer { status, headers: Headers::default(), body: body.into_bytes() })
        })
    }

    fn warm_up(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

struct Harness {
    references: References,
    session: ApiSession,
    far_end: Arc<Scripted>,
    account: AccountId,
}

impl Harness {
    fn new(script: impl Fn(&Resource, usize) -> Result<(u16, String), ApiError> + Send + Sync + 'static) -> Self {
        let far_end = Arc::new(Scripted { script: Box::new(script), asked: Mutex::default() });
        let session = ApiSession {
            client: Arc::new(Client::new(Arc::clone(&far_end) as Arc<dyn Transport>)),
            token: Arc::new(ApiToken::parse("pit-00000000-0000-4000-8000-000000000000").unwrap()),
            limiter: Arc::new(RateLimiter::new()),
        };
        Self { references: References::default(), session, far_end, account: AccountId::from("account-1".to_owned()) }
    }

    /// Everything is known and allowed.
    fn open() -> Self {
        Self::new(|resource, _| Ok((200, all_known(resource))))
    }

    async fn ask(&self, contact: &Contact) -> ContactNames {
        self.references.fetch(&self.account, &self.session, contact, None).await;
        self.of(contact)
    }

    fn of(&self, contact: &Contact) -> ContactNames {
        self.references.names_in(&self.account, contact, None)
    }

    fn has_no_requests(&self) -> bool {
        self.references.requests.lock().unwrap().values().all(|request| request.strong_count() == 0)
    }

    fn asked(&self) -> usize {
        self.far_end.asked.lock().unwrap().len()
    }

    fn asked_for(&self, permission: Permission) -> usize {
        let asked = self.far_end.asked.lock().unwrap();
        asked.iter().filter(|resource| resource.permission() == Some(permission)).count()
    }
}

fn all_known(resource: &Resource) -> String {
    match resource {
        Resource::CustomFields(_) => DEFINITIONS.to_owned(),
        Resource::User(id) => format!(r#"{{"id": "{id}", "name": "User {id}"}}"#),
        Resource::Business(_) => r#"{"business": {"name": "Lopez Ceramics"}}"#.to_owned(),
        Resource::Location(_) => r#"{"location": {"name": "Riverside Dental"}}"#.to_owned(),
        Resource::Contact(_) => "{}".to_owned(),
    }
}

fn contact(json: &str) -> Contact {
    Contact::from_value(Json::parse(json.as_bytes()).unwrap())
}

fn usual() -> Contact {
    contact(CONTACT)
}

#[tokio::test(start_paused = true)]
async fn names_come_in_the_accounts_order_and_are_read_by_their_kind() {
    let harness = Harness::open();
    assert_eq!(harness.of(&usual()), ContactNames::default());
    let names = harness.ask(&usual()).await;
    let fields: Vec<_> = names.custom_fields.iter().map(|field| (field.path.as_str(), field.name.as_str())).collect();
    let expected = [
        ("customFields.login1", "Portal password"),
        ("customFields.visit1", "Next visit"),
        ("customFields.deposit1", "Deposit"),
    ];
    assert_eq!(fields, expected);
    assert_eq!(
        names.custom_fields[1].reads_as,
        Some(TypedValue::Value { kind: ValueKind::Day { day: "2026-02-01".to_owned() } })
    );
    assert_eq!(names.custom_fields[2].reads_as, Some(TypedValue::Money { amount: "4850".to_owned() }));
    assert_eq!(names.name_of("OwnerOwnerOwner00001"), Some("User OwnerOwnerOwner00001"));
    assert_eq!(names.name_of("66a1f0c29be4d7315a80c4e2"), Some("Lopez Ceramics"));
    assert_eq!(names.name_of(LOCATION), Some("Riverside Dental"));
    assert!(names.denied.is_empty());
    assert_eq!(harness.asked(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_value_that_a_name_makes_sensitive_is_neither_read_nor_told_but_can_be_had_by_its_path() {
    let names = Harness::open().ask(&usual()).await;
    assert!(names.custom_fields[0].sensitive && names.custom_fields[0].reads_as.is_none());
    let contact = usual().with_redacted(names.sensitive());
    let login =
        contact.custom_fields().to_vec().into_iter().find(|field| field.id.as_deref() == Some("login1")).unwrap();
    assert_eq!(login.value, None);
    assert_eq!(contact.values_at("customFields.login1")[0].sent, "1234");
    assert!(!format!("{:?}", contact.parts()).contains("1234"));
}

#[tokio::test(start_paused = true)]
async fn what_was_answered_is_not_asked_again_for_ten_minutes() {
    let harness = Harness::open();
    harness.ask(&usual()).await;
    advance(Duration::from_secs(599)).await;
    assert!(!harness.references.needs_fetch(&harness.account, &usual(), None));
    harness.ask(&usual()).await;
    assert_eq!(harness.asked(), 5);
    advance(Duration::from_secs(2)).await;
    assert!(harness.references.needs_fetch(&harness.account, &usual(), None));
    assert_eq!(harness.of(&usual()).custom_fields.len(), 3, "what is old is better than nothing");
    harness.ask(&usual()).await;
    assert_eq!(harness.asked(), 10);
}

#[tokio::test(start_paused = true)]
async fn another_contact_asks_only_for_what_is_new_in_it() {
    let harness = Harness::open();
    harness.ask(&usual()).await;
    let other = contact(
        r#"{"locationId": "tBpFQBh16tDrM9aXY7bb", "assignedTo": "OtherOtherOther00003", "customFields": [{"id": "x", "value": 1}]}"#,
    );
    harness.ask(&other).await;
    assert_eq!(harness.asked(), 6);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_asked_for_a_contact_without_ids() {
    let harness = Harness::open();
    let bare = contact(r#"{"id": "ocQHyuzHvysMo5N5VsXc", "customFields": []}"#);
    assert!(!harness.references.needs_fetch(&harness.account, &bare, None));
    harness.ask(&bare).await;
    let odd = contact(r#"{"locationId": "../../x", "assignedTo": "a/b", "followers": ["..", 7], "businessId": " "}"#);
    harness.ask(&odd).await;
    assert_eq!(harness.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_missing_permission_is_found_out_once_and_told_as_that() {
    let harness = Harness::new(|_, _| Ok((401, NO_SCOPE.to_owned())));
    let names = harness.ask(&usual()).await;
    let all = [Permission::CustomFields, Permission::Users, Permission::Businesses, Permission::Locations];
    assert_eq!(names.denied, all);
    assert_eq!(harness.asked_for(Permission::Users), 1, "the first user speaks for the second");
    let other = contact(r#"{"locationId": "tBpFQBh16tDrM9aXY7bb", "assignedTo": "OtherOtherOther00003"}"#);
    assert_eq!(harness.ask(&other).await.denied, [Permission::Users, Permission::Locations]);
    assert_eq!(harness.asked(), 4);
    advance(CACHE_TTL).await;
    harness.ask(&usual()).await;
    assert_eq!(harness.asked(), 8);
}

#[tokio::test(start_paused = true)]
async fn a_user_who_is_kept_from_the_token_does_not_stand_for_the_others() {
    let harness = Harness::new(|resource, _| match resource {
        Resource::User(id) if id.as_str().starts_with("Owner") => Ok((403, r#"{"message": "Forbidden"}"#.to_owned())),
        other => Ok((200, all_known(other))),
    });
    let names = harness.ask(&usual()).await;
    assert_eq!(names.denied, [Permission::Users]);
    assert_eq!(names.name_of("FollowerFollower0002"), Some("User FollowerFollower0002"));
    harness.ask(&usual()).await;
    assert_eq!(harness.asked(), 5);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_there_stays_an_id_without_a_word() {
    let harness = Harness::new(|resource, _| match resource {
        Resource::User(_) => Ok((401, r#"{"message": "The user does not exist."}"#.to_owned())),
        Resource::Business(_) => Ok((404, r#"{"message": "Not found"}"#.to_owned())),
        Resource::Location(_) => {
            Ok((403, r#"{"message": "The token does not have access to this location."}"#.to_owned()))
        }
        _ => Ok((200, "this is no JSON".to_owned())),
    });
    assert_eq!(harness.ask(&usual()).await, ContactNames::default());
    harness.ask(&usual()).await;
    assert_eq!(harness.asked(), 5, "it is not asked for again either");
}

#[tokio::test(start_paused = true)]
async fn trouble_of_the_network_is_met_again_with_the_next_contact() {
    let harness = Harness::new(|resource, nth| match nth {
        0 => Err(ProblemKind::Offline.into()),
        1 => Ok((503, "no healthy upstream".to_owned())),
        2 => Ok((429, "Too Many Requests".to_owned())),
        _ => Ok((200, all_known(resource))),
    });
    for _ in 0..3 {
        assert_eq!(harness.ask(&usual()).await, ContactNames::default());
    }
    assert_eq!(harness.ask(&usual()).await.custom_fields.len(), 3);
    assert_eq!(
        harness.asked(),
        3 * 4 + 5,
        "once with each contact, and not the second user where the first was in vain"
    );
}

#[tokio::test(start_paused = true)]
async fn two_who_want_the_same_names_at_once_ask_for_them_once() {
    let harness = Harness::open();
    let contact = usual();
    let (one, other) = tokio::join!(harness.ask(&contact), harness.ask(&contact));
    assert_eq!((one.custom_fields.len(), other.custom_fields.len()), (3, 3));
    assert_eq!(harness.asked(), 5);
    assert!(harness.has_no_requests());
}

#[tokio::test(start_paused = true)]
async fn of_many_followers_ten_users_are_asked_for() {
    let harness = Harness::open();
    let followers: Vec<_> = (0..50).map(|number| format!("\"Follower{number:012}\"")).collect();
    let names = harness.ask(&contact(&format!(r#"{{"followers": [{}]}}"#, followers.join(",")))).await;
    assert_eq!((harness.asked(), names.named.len()), (10, 10));
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_long_for_a_name() {
    let harness = Harness::open();
    for _ in 0..100 {
        harness.session.limiter.acquire().await;
    }
    let names = timeout(Duration::from_secs(6), harness.ask(&usual())).await.unwrap();
    assert_eq!(names, ContactNames::default());
    assert_eq!(harness.asked(), 0, "there was nothing left of the allowance");
    assert!(harness.references.needs_fetch(&harness.account, &usual(), None));
}

#[tokio::test(start_paused = true)]
async fn accounts_are_kept_apart_and_can_be_forgotten() {
    let harness = Harness::open();
    harness.ask(&usual()).await;
    let other = AccountId::from("account-2".to_owned());
    assert_eq!(harness.references.names_in(&other, &usual(), None), ContactNames::default());
    harness.references.forget(&harness.account);
    assert!(harness.of(&usual()).custom_fields.is_empty() && harness.of(&usual()).named.is_empty());
    harness.ask(&usual()).await;
    assert_eq!(harness.asked(), 10);
}

#[tokio::test(start_paused = true)]
async fn what_a_name_made_sensitive_stays_so_when_the_name_is_refused_or_forgotten() {
    let harness = Harness::new(|resource, nth| match (resource, nth) {
        (Resource::CustomFields(_), 0) => Ok((200, all_known(resource))),
        _ => Ok((401, NO_SCOPE.to_owned())),
    });
    assert_eq!(harness.ask(&usual()).await.sensitive().len(), 1);
    advance(CACHE_TTL).await;
    let refused = harness.ask(&usual()).await;
    harness.references.forget(&harness.account);
    for names in [refused, harness.of(&usual())] {
        assert!(names.custom_fields.is_empty(), "the name itself is not known any more");
        assert!(names.sensitive().contains("login1") && names.is_sensitive_path("customFields.login1"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_name_that_no_longer_says_so_makes_nothing_sensitive() {
    let harness = Harness::new(|resource, nth| {
        let renamed =
            if nth == 0 { all_known(resource) } else { all_known(resource).replace("Portal password", "Visits") };
        Ok((200, renamed))
    });
    assert!(!harness.ask(&usual()).await.sensitive().is_empty());
    advance(CACHE_TTL).await;
    assert!(harness.ask(&usual()).await.sensitive().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_permission_that_was_given_counts_at_once_where_it_is_known_of() {
    let harness = Harness::new(|resource, nth| match (resource, nth) {
        (Resource::User(_), 0) => Ok((401, NO_SCOPE.to_owned())),
        _ => Ok((200, all_known(resource))),
    });
    assert_eq!(harness.ask(&usual()).await.denied, [Permission::Users]);
    harness.references.forget_refusals(&harness.account, Permission::Users);
    harness.ask(&usual()).await;
    assert_eq!(harness.ask(&usual()).await.name_of("OwnerOwnerOwner00001"), Some("User OwnerOwnerOwner00001"));
}

#[tokio::test(start_paused = true)]
async fn whoever_stops_waiting_for_a_name_leaves_no_turn_behind() {
    let harness = Harness::open();
    for _ in 0..100 {
        harness.session.limiter.acquire().await;
    }
    let (one, other) = (usual(), usual());
    let both = join(harness.ask(&one), harness.ask(&other));
    assert!(timeout(Duration::from_secs(1), both).await.is_err());
    assert!(harness.has_no_requests());
}
