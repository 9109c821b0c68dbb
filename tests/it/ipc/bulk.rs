//! Many lookups at once, from the border: paste, run, table, file.

use std::time::{Duration, Instant};

use super::*;

/// The IDs of the sample contacts, one that nobody has, and what is no ID.
fn pasted() -> (String, Vec<String>) {
    let found: Vec<String> =
        samples().into_iter().filter(|sample| sample.expected.is_none()).map(|sample| sample.id).collect();
    let unknown = samples().into_iter().find(|sample| sample.expected == Some("contact-not-found")).unwrap().id;
    let mut lines = found.clone();
    lines.extend([String::new(), unknown, found[0].clone(), "Maria Lopez".to_owned(), TOKEN.to_owned()]);
    (lines.join("\r\n"), found)
}

fn run_to_its_end(border: &Border) -> Value {
    let begun = Instant::now();
    let mut view = border.call("start_bulk", json!({ "account": "sample" })).unwrap();
    while view["state"] != "finished" {
        assert!(begun.elapsed() < Duration::from_secs(60), "{view}");
        view = border.call("next_bulk", json!({ "seen": view["version"] })).unwrap();
    }
    view
}

fn query(changes: &Value) -> Value {
    let mut query = json!({
        "from": 0, "count": 500, "filter": "all", "sort": "row", "descending": false, "columns": ["displayName", "phone"]
    });
    query.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    json!({ "query": query })
}

fn how(format: &str) -> Value {
    json!({ "how": {
        "format": format,
        "name": "Contacts of today",
        "headings": { "row": "Row", "id": "Contact ID", "outcome": "Result" },
        "columns": [{ "path": "displayName", "heading": "Name" }, { "path": "phone", "heading": "Phone" }],
        "outcomes": { "found": "Found", "contact-not-found": "No such contact" }
    } })
}

#[test]
fn a_list_is_read_run_shown_saved_and_closed() {
    let border = Border::new();
    let (text, found) = pasted();
    let list = border.call("read_list", json!({ "account": "sample", "text": text })).unwrap();
    let count = found.len();
    assert_eq!(list["rows"], count + 5);
    assert_eq!((&list["toLookUp"], &list["duplicates"]), (&json!(count + 1), &json!(1)));
    assert_eq!((&list["blank"], &list["notIds"], &list["tokens"]), (&json!(1), &json!(2), &json!(1)));
    assert!(!list.to_string().contains(TOKEN));
    assert!(list["withoutTokens"].as_str().is_some_and(|text| text.contains("Maria Lopez")));

    let view = run_to_its_end(&border);
    assert_eq!((&view["rows"], &view["done"]), (&json!(count + 5), &json!(count + 5)));
    assert_eq!((&view["found"], &view["attention"], &view["canRetry"]), (&json!(count + 1), &json!(3), &json!(1)));
    assert_eq!((&view["saved"], &view["nextRow"]), (&json!(false), &Value::Null));
    assert_eq!(view["columns"][0]["path"], "displayName");

    let table = border.call("bulk_rows", query(&json!({}))).unwrap();
    let rows = table["rows"].as_array().unwrap();
    assert_eq!(rows.len(), count + 5);
    assert_eq!((&rows[0]["id"], &rows[0]["outcome"]), (&json!(found[0]), &json!("found")));
    assert_eq!(rows[0]["cells"][0].as_str(), samples()[0].name.as_deref());
    assert_eq!(rows[count]["outcome"], "id-missing");
    assert_eq!(rows[count + 1]["outcome"], "contact-not-found");
    assert_eq!((&rows[count + 3]["id"], &rows[count + 3]["outcome"]), (&json!("Maria Lopez"), &json!("id-not-an-id")));
    assert_eq!((&rows[count + 4]["id"], &rows[count + 4]["outcome"]), (&json!(""), &json!("id-is-a-token")));
    let attention = border.call("bulk_rows", query(&json!({ "filter": "attention", "from": 1 }))).unwrap();
    assert_eq!((&attention["total"], &attention["rows"].as_array().unwrap().len()), (&json!(3), &2));

    let folder = tempfile::tempdir().unwrap();
    for (format, name) in [("csv", "a.csv"), ("csv-plain", "b.csv"), ("xlsx", "c.xlsx")] {
        let path = folder.path().join(name);
        *border.desktop.save_to.lock().unwrap() = Some(path.clone());
        let saved = border.call("save_bulk", how(format)).unwrap();
        assert_eq!((&saved["file"], &saved["rows"]), (&json!(name), &json!(count + 5)));
        assert!(std::fs::metadata(path).unwrap().len() > 500);
    }
    let suggested = border.desktop.suggested.lock().unwrap().clone();
    assert_eq!(suggested, ["Contacts of today.csv", "Contacts of today.csv", "Contacts of today.xlsx"]);
    let csv = std::fs::read_to_string(folder.path().join("a.csv")).unwrap();
    assert!(csv.starts_with("\u{FEFF}Row,Contact ID,Result,Name,Phone\r\n"), "{csv}");
    assert_eq!(csv.matches("\r\n").count(), count + 6);
    assert!(csv.contains("No such contact") && !csv.contains(TOKEN));
    assert!(csv.contains("'+") && !std::fs::read_to_string(folder.path().join("b.csv")).unwrap().contains("'+"));

    assert_eq!(border.call("start", json!({})).unwrap()["bulk"]["saved"], false, "there are more fields than two");
    let mut all = how("xlsx");
    let columns = view["columns"].as_array().unwrap().iter();
    all["how"]["columns"] =
        columns.map(|column| json!({ "path": column["path"], "heading": column["path"] })).collect();
    assert_eq!(border.call("save_bulk", all).unwrap()["saved"], true);
    assert_eq!(border.call("start", json!({})).unwrap()["bulk"]["saved"], true);
    assert_eq!(border.call("close_bulk", json!({})).unwrap()["state"], "none");
    let closed = border.call("bulk_rows", query(&json!({}))).unwrap();
    assert_eq!((&closed["list"], &closed["total"]), (&json!(0), &json!(0)), "who asked just before is told no problem");
}

#[test]
fn a_list_with_nothing_to_look_up_does_not_start() {
    let border = Border::new();
    for text in ["", " \r\n \u{200B}"] {
        let problem = border.call("read_list", json!({ "account": "sample", "text": text })).unwrap_err();
        assert_eq!((&problem["kind"], &problem["facts"]["typed"]), (&json!("id-missing"), &json!("empty-list")));
    }
    border.call("read_list", json!({ "account": "sample", "text": "Maria Lopez\nJohn Smith" })).unwrap();
    let problem = border.call("start_bulk", json!({ "account": "sample" })).unwrap_err();
    assert_eq!(problem["kind"], "id-missing");
    border.call("forget_list", json!({})).unwrap();
    assert!(border.call("start_bulk", json!({ "account": "sample" })).is_err());
    assert_eq!(border.call("start", json!({})).unwrap()["bulk"]["state"], "none");
}

#[test]
fn a_list_of_a_million_lines_is_refused_with_the_most_there_can_be() {
    let border = Border::new();
    let text = "seD4PfOuKoVMLkEZqohJ\n".repeat(1_000_000);
    let problem = border.call("read_list", json!({ "account": "sample", "text": text })).unwrap_err();
    assert_eq!((&problem["kind"], &problem["facts"]["mostRows"]), (&json!("list-too-long"), &json!(100_000)));
}

#[test]
fn a_file_is_opened_or_not_and_its_columns_can_be_chosen() {
    let border = Border::new();
    let sample = json!({ "account": "sample" });
    assert_eq!(border.call("open_list", sample.clone()), Ok(Value::Null), "the person thought better");
    assert_eq!(border.call("take_dropped_list", sample.clone()), Ok(Value::Null));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("people.csv");
    std::fs::write(&path, "Name,Contact ID\nMaria,seD4PfOuKoVMLkEZqohJ\nJosé,9XUWS51kRlyTUT7FRzRY\n").unwrap();
    *border.desktop.to_open.lock().unwrap() = Some(path.clone());
    let list = border.call("open_list", sample.clone()).unwrap();
    assert_eq!((&list["file"], &list["column"], &list["headings"]), (&json!("people.csv"), &json!(1), &json!(true)));
    assert_eq!((&list["rows"], &list["toLookUp"]), (&json!(2), &json!(2)));
    let other = json!({ "account": "sample", "sheet": 0, "column": 0, "headings": true, "hidden": false });
    let list = border.call("choose_list", other).unwrap();
    assert_eq!((&list["column"], &list["toLookUp"]), (&json!(0), &json!(0)));
    std::fs::remove_file(path).unwrap();
    let problem = border.call("open_list", sample).unwrap_err();
    assert_eq!((&problem["kind"], &problem["facts"]["file"]), (&json!("file-not-read"), &json!("gone")));
    assert_eq!(problem["facts"]["fileName"], "people.csv");
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_list_as_it_is() {
    let border = Border::new();
    border.call("read_list", json!({ "account": "sample", "text": samples()[0].id })).unwrap();
    run_to_its_end(&border);
    *border.desktop.save_to.lock().unwrap() = Some(std::env::temp_dir().join("no such folder").join("a.csv"));
    let problem = border.call("save_bulk", how("csv")).unwrap_err();
    assert_eq!(problem["kind"], "file-not-saved");
    *border.desktop.save_to.lock().unwrap() = None;
    assert_eq!(border.call("save_bulk", how("csv")), Ok(Value::Null));
    let view = border.call("start", json!({})).unwrap()["bulk"].clone();
    assert_eq!((&view["state"], &view["saved"]), (&json!("finished"), &json!(false)));
}
