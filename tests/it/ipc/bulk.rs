//! Many lookups at once, from the border: paste, run, table, file.

use std::time::{Duration, Instant};

use super::*;

/// The IDs of the sample contacts, one that nobody has, and what is no ID.
fn pasted() -> (String, Vec<String>) {
    let found: Vec<String> =
        samples().into_iter().filter(|sample| sample.problem.is_none()).map(|sample| sample.id).collect();
    let unknown = samples().into_iter().find(|sample| sample.problem == Some(ProblemKind::ContactNotFound)).unwrap().id;
    let mut lines = found.clone();
    lines.extend([String::new(), unknown, found[0].clone(), "Maria Lopez".to_owned(), TOKEN.to_owned()]);
    (lines.join("\r\n"), found)
}

fn run_to_its_end(border: &Border) -> Value {
    run_in(border, "sample")
}

fn run_in(border: &Border, account: &str) -> Value {
    let begun = Instant::now();
    let mut view = border.call("start_bulk", json!({ "account": account })).unwrap();
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

/// A person's own sheet: what they know of each client beside the ID, a blank row, and a token that slipped in.
fn clients(folder: &std::path::Path) -> (PathBuf, Vec<String>) {
    let found: Vec<String> =
        samples().into_iter().filter(|sample| sample.problem.is_none()).map(|sample| sample.id).collect();
    let path = folder.join("clients.csv");
    let text = format!(
        "Client,Ticket,Contact ID,Due,\r\nMaria,T-1,{},\" 3 May\nor later\",x\r\n,,,\r\n=1+1,T-2,{},{TOKEN}\r\nJo,,nobody,+1\r\n",
        found[0], found[1]
    );
    std::fs::write(&path, text).unwrap();
    (path, found)
}

fn open(border: &Border, path: &std::path::Path) -> Value {
    *border.desktop.to_open.lock().unwrap() = Some(path.to_owned());
    border.call("open_list", json!({ "account": "sample" })).unwrap()
}

/// Saves with these columns, and gives the file's bytes.
fn save(border: &Border, path: &std::path::Path, format: &str, columns: &Value) -> Value {
    *border.desktop.save_to.lock().unwrap() = Some(path.to_owned());
    let mut how = how(format);
    how["how"]["columns"] = columns.clone();
    how["how"]["headings"]["id"] = Value::Null;
    border.call("save_bulk", how).unwrap()
}

#[test]
fn the_file_s_own_columns_come_first_as_they_were_with_the_numbers_of_the_sheet() {
    let (border, account) = Border::connected();
    let folder = tempfile::tempdir().unwrap();
    let (path, found) = clients(folder.path());
    open(&border, &path);
    let view = run_in(&border, &account);
    let own = json!([
        { "path": "own:0", "heading": "Client", "ids": false, "sensitive": false },
        { "path": "own:1", "heading": "Ticket", "ids": false, "sensitive": false },
        { "path": "own:2", "heading": "Contact ID", "ids": true, "sensitive": false },
        { "path": "own:3", "heading": "Due", "ids": false, "sensitive": false },
        { "path": "own:4", "heading": null, "ids": false, "sensitive": false },
    ]);
    assert_eq!((&view["own"], &view["ownIds"]), (&own, &json!(true)));

    let columns = json!(["own:0", "own:3", "displayName", "own:1"]);
    let table = border.call("bulk_rows", query(&json!({ "columns": columns }))).unwrap();
    let rows = table["rows"].as_array().unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| (row["at"].as_u64().unwrap(), row["row"].as_u64().unwrap())).collect();
    // The first client's cell has two lines, and is one row all the same.
    assert_eq!(numbers, [(0, 2), (1, 3), (2, 4), (3, 5)]);
    let name = samples()[0].name.clone().unwrap();
    assert_eq!(rows[0]["cells"], json!(["Maria", " 3 May\nor later", name, "T-1"]));
    assert_eq!(rows[1]["cells"], json!([null, null, null, null]));
    assert_eq!(rows[2]["cells"][1], Value::Null, "nothing of the token is there");
    assert_eq!(rows[3]["cells"], json!(["Jo", "+1", null, null]));

    let heading = |path: &str, heading: &str| json!({ "path": path, "heading": heading });
    let columns = json!([
        heading("displayName", "Name"),
        heading("own:0", "Client"),
        heading("own:1", "Ticket"),
        heading("own:2", "Contact ID"),
        heading("own:3", "Due"),
        heading("own:4", ""),
    ]);
    let saved = save(&border, &folder.path().join("out.csv"), "csv", &columns);
    assert_eq!(saved["rows"], 4, "as many rows as the sheet has");
    let text = std::fs::read_to_string(folder.path().join("out.csv")).unwrap();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let lines: Vec<Vec<String>> =
        reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(lines[0], ["Client", "Ticket", "Contact ID", "Due", "", "Row", "Result", "Name"]);
    assert_eq!(lines[1], ["Maria", "T-1", &found[0], " 3 May\nor later", "x", "2", "Found", &name]);
    assert_eq!(lines[2][5..7], ["3", "id-missing"]);
    assert_eq!(lines[3][..2], ["'=1+1", "T-2"], "a formula of the file runs as little as one of a contact");
    assert_eq!(lines[4][..4], ["Jo", "", "nobody", "'+1"]);
    save(&border, &folder.path().join("plain.csv"), "csv-plain", &columns);
    let plain = std::fs::read_to_string(folder.path().join("plain.csv")).unwrap();
    assert!(plain.contains("\r\n=1+1,T-2,"), "{plain}");
    for kept in [text, plain, std::fs::read_to_string(border.list_file()).unwrap()] {
        assert!(!kept.contains("3f9c1b52"), "a token reached the disk");
    }
}

#[test]
fn a_list_is_never_saved_over_the_file_that_it_came_from_whatever_that_is_called() {
    let border = Border::new();
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = clients(folder.path());
    open(&border, &path);
    run_to_its_end(&border);
    let before = std::fs::read(&path).unwrap();
    let other = folder.path().join("other.csv");
    std::fs::hard_link(&path, &other).unwrap();
    #[cfg_attr(not(unix), expect(unused_mut, reason = "links are made on Unix alone"))]
    let mut names = vec![
        path.clone(),
        folder.path().join("../").join(folder.path().file_name().unwrap()).join("clients.csv"),
        other,
    ];
    #[cfg(unix)]
    {
        let link = folder.path().join("link.csv");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        names.push(link);
    }
    for name in names {
        *border.desktop.save_to.lock().unwrap() = Some(name.clone());
        let problem = border.call("save_bulk", how("csv")).unwrap_err();
        assert_eq!((&problem["kind"], &problem["facts"]["file"]), (&json!("file-not-saved"), &json!("original")));
        assert_eq!(std::fs::read(&path).unwrap(), before, "{}", name.display());
    }
    // A copy is another file, and so is one of the same name elsewhere.
    std::fs::copy(&path, folder.path().join("copy.csv")).unwrap();
    *border.desktop.save_to.lock().unwrap() = Some(folder.path().join("copy.csv"));
    assert_eq!(border.call("save_bulk", how("csv")).unwrap()["rows"], 4);
}

#[test]
fn only_the_rows_that_a_filter_and_a_search_let_through_are_saved_where_that_is_wanted() {
    let border = Border::new();
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = clients(folder.path());
    open(&border, &path);
    run_to_its_end(&border);
    *border.desktop.save_to.lock().unwrap() = Some(folder.path().join("out.csv"));
    for (filter, text, count) in [("found", "", 2), ("attention", "", 1), ("all", "t-2", 1), ("all", "nothing", 0)] {
        let mut how = how("csv");
        how["how"]["filter"] = json!(filter);
        how["how"]["search"] = json!({ "text": text, "outcomes": [] });
        let saved = border.call("save_bulk", how).unwrap();
        assert_eq!((&saved["rows"], &saved["saved"]), (&json!(count), &json!(false)), "{filter} {text}");
    }
}
