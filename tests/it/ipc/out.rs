//! What leaves the program by a command: files, labels, addresses.

use super::*;

/// A border behind which the first of the samples that is a contact is shown, and that contact.
fn shown() -> (Border, Value) {
    let border = Border::new();
    let sample = samples().into_iter().find(|sample| sample.problem.is_none()).unwrap();
    let given = json!({ "account": "sample", "text": sample.id, "request": 1 });
    let contact = border.call("get_contact", given).unwrap();
    (border, contact)
}

#[test]
fn a_contact_is_saved_as_a_card_where_the_person_says() {
    let (border, contact) = shown();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("patient.vcf");
    *border.desktop.save_to.lock().unwrap() = Some(path.clone());
    assert_eq!(border.call("save_vcard", of(&contact, &json!({ "shielded": false }))), Ok(json!("patient.vcf")));
    let name = contact["displayName"].as_str().unwrap();
    assert_eq!(*border.desktop.suggested.lock().unwrap(), [format!("{name}.vcf")]);
    let card = std::fs::read_to_string(path).unwrap();
    assert!(card.starts_with("BEGIN:VCARD\r\n") && card.contains(&format!("\r\nFN:{name}\r\n")), "{card}");
    let ssn = border.call("reveal", of(&contact, &json!({ "path": "ssn" }))).unwrap()["values"][0]["sent"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(!card.contains(&ssn));
}

#[test]
fn the_dialog_is_not_given_the_name_while_the_page_hides_it() {
    let (border, contact) = shown();
    border.call("save_vcard", of(&contact, &json!({ "shielded": true }))).unwrap();
    assert_eq!(*border.desktop.suggested.lock().unwrap(), ["contact.vcf"]);
}

#[test]
fn a_value_that_no_program_takes_is_no_fault_of_this_one() {
    let (border, contact) = shown();
    let phone = of(&contact, &json!({ "path": "phone" }));
    assert_eq!(border.call("open_value", phone.clone()), Ok(json!("opened")));
    *border.desktop.no_programs.lock().unwrap() = true;
    assert_eq!(border.call("open_value", phone), Ok(json!("no-program")));
    assert_eq!(border.call("open_page", json!({ "page": "status" })).unwrap_err()["kind"], "unexpected");
}

#[test]
fn a_person_who_thinks_better_of_saving_is_told_of_no_file() {
    let (border, contact) = shown();
    assert_eq!(border.call("save_vcard", of(&contact, &json!({ "shielded": false }))), Ok(Value::Null));
}

#[test]
fn a_file_that_cannot_be_saved_is_told_without_its_place() {
    let (border, contact) = shown();
    *border.desktop.save_to.lock().unwrap() = Some("/no-such-folder/Maria Lopez.vcf".into());
    let problem = border.call("save_vcard", of(&contact, &json!({ "shielded": false }))).unwrap_err();
    assert_eq!(problem["kind"], "file-not-saved");
    assert!(!problem.to_string().contains("no-such-folder") && !problem.to_string().contains("Maria"), "{problem}");
}

#[test]
fn an_address_is_copied_as_on_a_letter() {
    let (border, contact) = shown();
    border.call("copy_address", of(&contact, &json!({}))).unwrap();
    let copied = border.desktop.clipboard.lock().unwrap().clone().unwrap();
    assert!(copied.starts_with(contact["displayName"].as_str().unwrap()), "{copied}");
    assert!(copied.ends_with("\nUnited States"), "{copied}");
}

#[test]
fn the_address_shown_before_opening_is_the_one_that_opens() {
    let (border, contact) = shown();
    for field in contact["fields"].as_array().unwrap() {
        let path = of(&contact, &json!({ "path": field["path"] }));
        let shown = border.call("preview_link", path.clone());
        assert_eq!(shown.is_ok(), border.call("open_value", path).is_ok(), "{field}");
        if let Ok(shown) = shown {
            assert_eq!(border.desktop.opened.lock().unwrap().last().unwrap(), shown.as_str().unwrap());
        }
    }
    assert!(border.desktop.opened.lock().unwrap().len() > 3);
}

#[test]
fn without_a_contact_nothing_leaves() {
    let border = Border::new();
    for command in ["save_vcard", "copy_address", "preview_link"] {
        let nobody = json!({ "account": "sample", "id": "nobodyAtAllIsThisId0", "path": "website", "shielded": false });
        assert_eq!(border.call(command, nobody).unwrap_err()["kind"], "unexpected", "{command}");
    }
    assert!(border.desktop.suggested.lock().unwrap().is_empty());
}
