#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::highlevel::decode::decode_contact;
use crate::highlevel::refusal::read_refusal;
use crate::model::contact::{CustomValue, DndStatus};
use crate::model::contact_id::read_contact_id;
use crate::model::token::ApiToken;
use std::collections::HashSet;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

fn ask(id: &str) -> Result<ApiAnswer, ApiError> {
    ask_for(Resource::Contact(read_contact_id(id).unwrap().id))
}

fn ask_for(resource: Resource) -> Result<ApiAnswer, ApiError> {
    let token = Arc::new(ApiToken::parse("pit-00000000-0000-4000-8000-000000000000").unwrap());
    let transport = SampleTransport;
    let mut answer = transport.send(ApiRequest { resource, token });
    match answer.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("the sample account never lets anyone wait"),
    }
}

/// The contact that an ID gives, or the kind of problem.
fn outcome(id: &str) -> Result<Contact, ProblemKind> {
    let answer = ask(id).map_err(|error| error.kind())?;
    let decoded = if answer.status == 200 {
        decode_contact(&answer.body)
    } else {
        Err(read_refusal(answer.status, &answer.headers, &answer.body))
    };
    decoded.map(|decoded| decoded.contact).map_err(|error| error.kind())
}

fn contacts() -> Vec<Contact> {
    PEOPLE.iter().cloned().map(Contact::from_value).collect()
}

#[test]
fn every_listed_id_gives_what_is_listed() {
    for sample in samples() {
        match (outcome(&sample.id), sample.problem) {
            (Ok(contact), None) => {
                assert_eq!(contact.id(), Some(sample.id.as_str()));
                assert_eq!(Some(contact.display_name().text), sample.name);
            }
            (Err(kind), Some(expected)) => assert_eq!(kind, expected, "{}", sample.id),
            (outcome, expected) => panic!("{}: {outcome:?}, listed as {expected:?}", sample.id),
        }
    }
}

#[test]
fn contacts_come_first_and_every_id_is_a_usual_one() {
    let all = samples();
    let first_problem = all.iter().position(|sample| sample.problem.is_some()).unwrap();
    assert!(first_problem >= 12);
    assert!(all[first_problem..].iter().all(|sample| sample.problem.is_some() && sample.name.is_none()));
    assert!(all.iter().all(|sample| !read_contact_id(&sample.id).unwrap().unusual_length));
    let ids: HashSet<_> = all.iter().map(|sample| &sample.id).collect();
    assert_eq!(ids.len(), all.len());
}

#[test]
fn any_other_id_is_told_as_one_that_does_not_exist() {
    assert_eq!(outcome("ocQHyuzHvysMo5N5VsXc").unwrap_err(), ProblemKind::ContactNotFound);
    assert_eq!(
        outcome(crate::model::contact_id::ContactId::made_up().as_str()).unwrap_err(),
        ProblemKind::ContactNotFound
    );
}

#[test]
fn the_first_contact_has_something_in_every_panel() {
    let first = contacts().remove(0);
    assert_eq!(first.display_name().text, "Maria Lopez");
    let has = |path: &str| first.fields().iter().any(|field| field.path == path);
    for path in [
        "email",
        "phone",
        "companyName",
        "type",
        "source",
        "address1",
        "timezone",
        "website",
        "dateOfBirth",
        "tags",
        "ssn",
        "assignedTo",
        "dateAdded",
        "lastActivity",
        "attributionSource.campaign",
        "createdBy.sourceName",
    ] {
        assert!(has(path), "{path}");
    }
    assert_eq!(first.custom_fields().len(), 12);
    assert_eq!(first.channels().len(), 6);
}

#[test]
fn the_contacts_show_do_not_disturb_in_all_forms() {
    let all: Vec<_> = contacts();
    let standings: Vec<_> = all.iter().flat_map(Contact::channels).map(|channel| channel.dnd).collect();
    for dnd in [DndStatus::Allowed, DndStatus::Blocked, DndStatus::BlockedForGood, DndStatus::Unknown] {
        assert!(standings.contains(&dnd), "{dnd:?}");
    }
    let blocked = |contact: &&Contact| contact.do_not_disturb() == Some(true);
    let all_blocked = |contact: &Contact| contact.channels().iter().all(|channel| channel.dnd == DndStatus::Blocked);
    assert!(all.iter().filter(blocked).any(|contact| !contact.channels().is_empty() && all_blocked(contact)));
    assert!(all.iter().filter(blocked).any(|contact| !all_blocked(contact)));
}

#[test]
fn the_contacts_are_varied() {
    let all = contacts();
    assert!(all.iter().any(|contact| contact.custom_fields().len() == 150));
    assert!(all.iter().any(|contact| contact.display_name().paths == ["phone"]));
    assert!(all.iter().any(|contact| contact.display_name().paths == ["email"]));
    assert!(all.iter().any(|contact| contact.display_name().text.chars().count() > 100));
    let files = |contact: &Contact| {
        contact.custom_fields().iter().any(|field| matches!(field.value, Some(CustomValue::Files { .. })))
    };
    assert!(all.iter().filter(|contact| files(contact)).count() >= 2);
    let sent: String = PEOPLE.iter().map(Json::to_json).collect();
    for text in ["小明", "ليلى", "נועה", "अनन्या", "12345678901234567890123"] {
        assert!(sent.contains(text), "{text}");
    }
}

mod names;
