//! Lists while the names of custom fields cannot be had, in every way in which they can fail.

use std::sync::atomic::{AtomicBool, Ordering};

use contact_lookup::bulk::Query;

use super::*;

const SSN: &str = "078-05-1120";
const CARD: &str = "4111 1111 1111 1111";
/// Looks like a social security number, and is an order's.
const ORDER: &str = "219-09-9999";
const PASSWORD: &str = "maple-42";

/// What a server says of names.
type Says = fn(&Seen) -> Answer;

fn is_of_names(seen: &Seen) -> bool {
    seen.path.ends_with("/customFields?model=contact")
}

/// A contact with values that are sensitive by the names of their fields, some of which look like it too.
fn secretive(seen: &Seen) -> Option<Answer> {
    let id = seen.path.strip_prefix("/contacts/")?;
    Some(Answer::json(
        200,
        format!(
            r#"{{"contact": {{"id": "{id}", "firstName": "Rubika", "locationId": "{LOCATION}", "customFields": [
                {{"id": "ssn1", "value": "{SSN}"}}, {{"id": "card1", "value": ["{CARD}"]}},
                {{"id": "order1", "value": "{ORDER}"}}, {{"id": "login1", "value": "{PASSWORD}"}},
                {{"id": "visit1", "value": "2026-03-03"}}]}}}}"#
        ),
    ))
}

fn definitions(of: &[&str]) -> Answer {
    let name = |id: &&str| match *id {
        "ssn1" => "Insurance SSN",
        "card1" => "Card number",
        "order1" => "Order",
        "login1" => "Portal password",
        _ => "Next visit",
    };
    let all: Vec<_> = of.iter().map(|id| format!(r#"{{"id": "{id}", "name": "{}"}}"#, name(id))).collect();
    Answer::json(200, format!(r#"{{"customFields": [{}]}}"#, all.join(", ")))
}

fn all_definitions() -> Answer {
    definitions(&["ssn1", "card1", "order1", "login1", "visit1"])
}

/// A harness that says that of names until it is told to know them all.
async fn nameless(says: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> (Harness, Arc<AtomicBool>) {
    let knows = Arc::new(AtomicBool::new(false));
    let server_side = Arc::clone(&knows);
    let harness = Harness::new(move |seen| {
        let names = || if server_side.load(Ordering::SeqCst) { all_definitions() } else { says(seen) };
        secretive(seen).unwrap_or_else(|| if is_of_names(seen) { names() } else { Answer::json(401, NO_SCOPE) })
    })
    .await;
    (harness, knows)
}

fn down(_: &Seen) -> Answer {
    Answer::json(500, r#"{"statusCode": 500, "message": "Internal server error"}"#)
}

impl Harness {
    fn written(&self) -> String {
        std::fs::read_to_string(self.file()).unwrap()
    }

    /// All that the table shows and a saved file holds.
    fn shown(&self) -> String {
        let columns: Vec<String> =
            ["ssn1", "card1", "order1", "login1", "visit1"].map(|id| format!("customFields.{id}")).into();
        let query = |text: &str| Query {
            from: 0,
            count: 100,
            filter: Filter::All,
            sort: "row".to_owned(),
            descending: false,
            columns: columns.clone(),
            search: Search { text: text.to_owned(), outcomes: Vec::new() },
        };
        let rows = self.lister.bulk.rows(&query("")).unwrap();
        let found: Vec<_> = [SSN, CARD, ORDER, PASSWORD]
            .into_iter()
            .filter(|text| self.lister.bulk.rows(&query(text)).unwrap().total > 0)
            .collect();
        format!("{rows:?} {found:?} {:?} {:?}", self.lister.save(&columns), self.lister.save_all())
    }

    /// Holds that nothing that looks sensitive is anywhere.
    fn hides(&self, why: &str) {
        for (place, text) in [("written", self.written()), ("shown", self.shown())] {
            for secret in [SSN, CARD, ORDER] {
                assert!(!text.contains(secret), "{why}: {secret} is {place}");
            }
        }
    }

    /// Looks a contact up by hand, and the names of what is in it.
    async fn look_up_by_hand(&self) {
        let account = &self.lister.account;
        self.lister.lookups.look_up(account, "ocQHyuzHvysMo5N5VsXc").await.unwrap();
        self.lister.lookups.name_ids(account, "ocQHyuzHvysMo5N5VsXc").await;
        self.lister.bulk.names_changed();
    }
}

#[tokio::test]
async fn a_list_asks_before_it_goes_on_without_names_whatever_keeps_them_away() {
    let ways: [(&str, Says); 8] = [
        ("500", down),
        ("503 of a web server", |_| Answer::new(503, &[("content-type", "text/html")], "<html>Unavailable</html>")),
        ("too many requests", |_| Answer::new(429, &[("retry-after", "0")], "Too Many Requests")),
        ("cut off", |_| Answer::raw("").then(Ending::Reset)),
        ("cut in the middle", |_| all_definitions().cut_before_the_last(40, Ending::Close)),
        ("damaged", |_| Answer::json(200, r#"{"customFields": [{"id": "#)),
        ("of another shape", |_| Answer::json(200, r#"{"customFields": "none of your business"}"#)),
        ("the sign-in page of a network", |_| {
            Answer::new(200, &[("content-type", "text/html")], "<html><form>Sign in to Guest WiFi</form></html>")
        }),
    ];
    let each = ways.map(|(way, says)| async move {
        let (harness, _) = nameless(says).await;
        harness.lister.start(contacts(20)).await;
        assert_eq!(harness.lister.until_asking().await.kind, ProblemKind::NamesNotKnown, "{way}");
        let standing = harness.lister.status();
        assert_eq!((standing.counts.found, standing.counts.attention), (0, 0), "{way}: no row is at fault");
        harness.hides(way);
        assert!(!harness.written().contains(PASSWORD), "{way}");

        harness.lister.bulk.resume_without_names(&harness.lister.account).await.unwrap();
        let standing = harness.lister.until_finished().await;
        assert_eq!((standing.counts.found, standing.hidden), (20, 60), "{way}");
        assert!(standing.can_show_hidden && !standing.names_refused, "{way}");
        harness.hides(way);
        assert!(harness.written().contains("2026-03-03"), "{way}: what does not look sensitive is there");
    });
    futures_util::future::join_all(each).await;
}

#[tokio::test]
async fn names_that_never_answer_are_asked_about_too() {
    let (harness, _) = nameless(|_| Answer::silence()).await;
    harness.lister.start(contacts(40)).await;
    assert_eq!(harness.lister.until_asking().await.kind, ProblemKind::NamesNotKnown);
    harness.hides("silence");
    let asked = harness.server.requests().iter().filter(|seen| is_of_names(seen)).count();
    assert_eq!(asked, 3, "all who wait for names wait for the same");
}

#[tokio::test]
async fn names_that_come_late_are_waited_for() {
    let (harness, _) = nameless(|_| all_definitions().after(Duration::from_millis(900))).await;
    harness.lister.start(contacts(20)).await;
    let standing = harness.lister.until_finished().await;
    assert_eq!((standing.counts.found, standing.hidden), (20, 0));
    let (written, shown) = (harness.written(), harness.shown());
    for secret in [SSN, CARD, PASSWORD] {
        assert!(!written.contains(secret) && !shown.contains(secret), "{secret}");
    }
    assert!(shown.contains(ORDER), "what is harmless by its name is shown");
}

#[tokio::test]
async fn a_list_that_tries_again_for_names_has_them_as_soon_as_they_are_there() {
    for says in [down as Says, |_: &Seen| Answer::json(200, "{\"customFields\": 5}")] {
        let (harness, knows) = nameless(says).await;
        harness.lister.start(contacts(20)).await;
        harness.lister.until_asking().await;
        knows.store(true, Ordering::SeqCst);
        harness.lister.resume().await;
        let standing = harness.lister.until_finished().await;
        assert_eq!((standing.counts.found, standing.hidden), (20, 0));
        let written = harness.written();
        assert!(written.contains(ORDER) && ![SSN, CARD, PASSWORD].iter().any(|secret| written.contains(secret)));
    }
}

#[tokio::test]
async fn who_has_decided_is_not_asked_again_for_that_list() {
    let (harness, _) = nameless(down).await;
    harness.lister.start(contacts(60)).await;
    harness.lister.until_asking().await;
    harness.lister.bulk.resume_without_names(&harness.lister.account).await.unwrap();
    harness.lister.until(|standing| standing.counts.done > 5).await;
    harness.lister.bulk.stop().unwrap();
    let harness = harness.restarted().await;
    harness.lister.resume().await;
    assert_eq!(harness.lister.until_finished().await.counts.found, 60);
    harness.hides("decided");
    harness.lister.bulk.close().await.unwrap();
    harness.lister.start(contacts(5)).await;
    assert_eq!(harness.lister.until_asking().await.kind, ProblemKind::NamesNotKnown, "another list is another matter");
}

#[tokio::test]
async fn where_the_token_may_not_read_names_nothing_is_asked_and_it_is_said() {
    let ways: [(&str, Says); 3] = [
        ("401 of the scope", |_| Answer::json(401, NO_SCOPE)),
        ("403 of the scope", |_| Answer::json(403, NO_SCOPE)),
        ("403", |_| Answer::json(403, r#"{"statusCode": 403, "message": "Forbidden resource"}"#)),
    ];
    for (way, says) in ways {
        let (harness, knows) = nameless(says).await;
        harness.lister.start(contacts(20)).await;
        let standing = harness.lister.until_finished().await;
        assert_eq!((standing.counts.found, standing.hidden, standing.names_refused), (20, 60, true), "{way}");
        harness.hides(way);
        let again = harness.lister.bulk.show_hidden(&harness.lister.account).await.unwrap_err();
        assert_eq!((again.kind, again.facts.status), (ProblemKind::NamesNotKnown, Some(403)), "{way}");
        // The permission is given meanwhile.
        knows.store(true, Ordering::SeqCst);
        harness.lister.bulk.show_hidden(&harness.lister.account).await.unwrap();
        let standing = harness.lister.until(|standing| standing.is_finished && standing.hidden == 0).await;
        assert!(!standing.names_refused && !standing.can_show_hidden, "{way}");
        assert!(harness.shown().contains(ORDER), "{way}");
    }
}

#[tokio::test]
async fn fields_that_are_not_among_the_names_are_hidden_by_their_look() {
    let (harness, _) = nameless(|_| definitions(&["order1", "visit1"])).await;
    harness.lister.start(contacts(10)).await;
    let standing = harness.lister.until_finished().await;
    assert_eq!((standing.hidden, standing.can_show_hidden), (20, false), "asking again would change nothing");
    let written = harness.written();
    assert!(written.contains(ORDER) && !written.contains(SSN) && !written.contains(CARD));
}

#[tokio::test]
async fn contacts_without_custom_fields_need_no_names() {
    let harness = Harness::new(|seen| match seen.path.strip_prefix("/contacts/") {
        Some(id) => Answer::json(
            200,
            format!(r#"{{"contact": {{"id": "{id}", "locationId": "{LOCATION}", "customFields": []}}}}"#),
        ),
        None => down(seen),
    })
    .await;
    harness.lister.start(contacts(10)).await;
    assert_eq!(harness.lister.until_finished().await.counts.found, 10);
}

#[tokio::test]
async fn what_a_name_that_is_learnt_later_makes_sensitive_is_neither_shown_nor_saved_from_then_on() {
    let (harness, knows) = nameless(down).await;
    harness.lister.start(contacts(60)).await;
    harness.lister.until_asking().await;
    harness.lister.bulk.resume_without_names(&harness.lister.account).await.unwrap();
    harness.lister.until_finished().await;
    assert!(harness.shown().contains(PASSWORD), "nobody can know that it is one");
    knows.store(true, Ordering::SeqCst);
    harness.look_up_by_hand().await;
    let standing = harness.lister.status();
    assert!(!standing.columns.iter().any(|column| column.path.ends_with("login1")), "it is no column any more");
    let visit = standing.columns.iter().find(|column| column.path.ends_with("visit1")).unwrap();
    assert_eq!(visit.name.as_deref(), Some("Next visit"));
    assert_eq!(standing.hidden, 60, "only the orders could be shown");
    assert!(!harness.shown().contains(PASSWORD));
    assert!(harness.lister.save_all().1, "all that can be saved is");
    let card = harness.lister.bulk.card(&harness.lister.account, id(3).as_str()).unwrap();
    assert!(card.contact.values_at("customFields.login1").is_empty());

    // An account that has another token, and a program that is started anew, know it all the same.
    harness.lister.lookups.references().forget(&harness.lister.account);
    assert!(!harness.shown().contains(PASSWORD));
    let harness = {
        harness.lister.bulk.retry(&harness.lister.account).await.unwrap();
        harness.lister.bulk.show_hidden(&harness.lister.account).await.unwrap();
        harness.lister.until(|standing| standing.hidden == 0).await;
        knows.store(false, Ordering::SeqCst);
        harness.restarted().await
    };
    let shown = harness.shown();
    assert!(!shown.contains(PASSWORD) && shown.contains(ORDER), "{shown}");
}

#[tokio::test]
async fn what_was_hidden_comes_back_once_its_name_is_known_and_nothing_is_lost_meanwhile() {
    let gone = Arc::new(AtomicBool::new(false));
    let server_side = Arc::clone(&gone);
    let knows = Arc::new(AtomicBool::new(false));
    let names_side = Arc::clone(&knows);
    let harness = Harness::new(move |seen| {
        if is_of_names(seen) {
            return if names_side.load(Ordering::SeqCst) { all_definitions() } else { down(seen) };
        }
        match number_of(seen) {
            Some(4) if server_side.load(Ordering::SeqCst) => not_found(),
            _ => secretive(seen).unwrap_or_else(|| Answer::json(401, NO_SCOPE)),
        }
    })
    .await;
    harness.lister.start(contacts(20)).await;
    harness.lister.until_asking().await;
    harness.lister.bulk.resume_without_names(&harness.lister.account).await.unwrap();
    let before = harness.lister.until_finished().await;
    let problem = harness.lister.bulk.show_hidden(&harness.lister.account).await.unwrap_err();
    assert_eq!((problem.kind, problem.facts.status), (ProblemKind::NamesNotKnown, None));
    assert_eq!(harness.lister.status().counts, before.counts, "in vain, and nothing is lost");

    knows.store(true, Ordering::SeqCst);
    gone.store(true, Ordering::SeqCst);
    harness.lister.bulk.show_hidden(&harness.lister.account).await.unwrap();
    let after = harness.lister.until(|standing| standing.is_finished && standing.hidden <= 1).await;
    assert_eq!((after.counts.found, after.hidden), (20, 1), "what is not answered any more stays what it was");
    let counted: Vec<_> = after.columns.iter().map(|column| (column.path.as_str(), column.count)).collect();
    assert!(counted.contains(&("customFields.visit1", 20)), "{counted:?}");
    assert!(counted.contains(&("customFields.order1", 19)), "{counted:?}");
    let written = harness.written();
    assert!(!written.contains(SSN) && !written.contains(CARD));
    let (rows, saved) = harness.lister.save_all();
    assert!(saved && format!("{rows:?}").matches(ORDER).count() == 19);
}

#[tokio::test]
async fn a_contact_found_by_hand_is_not_written_into_a_list_before_its_names_are_known() {
    let there = Arc::new(AtomicBool::new(false));
    let server_side = Arc::clone(&there);
    let harness = Harness::new(move |seen| match number_of(seen) {
        Some(0) if server_side.load(Ordering::SeqCst) => secretive(seen).unwrap(),
        Some(_) => not_found(),
        _ => down(seen),
    })
    .await;
    harness.lister.start(contacts(2)).await;
    harness.lister.until_finished().await;
    there.store(true, Ordering::SeqCst);
    let found = harness.lister.lookups.look_up(&harness.lister.account, id(0).as_str()).await.unwrap();
    harness.lister.bulk.note_found(&found);
    let asked = || harness.server.requests().iter().filter(|seen| is_of_names(seen)).count();
    let begun = std::time::Instant::now();
    while asked() < 3 {
        assert!(begun.elapsed() < PATIENCE, "the names are not asked for");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    harness.hides("by hand");
    assert!(!harness.written().contains(PASSWORD));
}
