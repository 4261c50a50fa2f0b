//! Who asked for what, where the clinic wants that kept.

use std::path::Path;

use handrail_clinic::AuditFiles;
use serde_json::{Value, json};

use crate::house::{Folder, House};
use crate::people::{paired, sam};

fn lines(folder: &Path) -> Vec<Value> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let text: String = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn it_says_who_asked_for_whose_things_on_which_day_and_nothing_else() {
    let files = Folder::new();
    let audit = AuditFiles { folder: files.0.join("audit"), days: 30 };
    let folder = audit.folder.clone();
    let house = House::with(|config| config.audit = Some(audit)).await;
    let sam = sam(&house).await;
    let anna = paired(&house, &sam).await;
    anna.send(&house, anna.account, sam.account, 1).await;
    let before = lines(&folder).len();
    // Without a token nobody can be named; a wrong token is nobody's.
    house.client.send("GET", "/v1/meta", &[], &[]).await.is(200);
    house.client.get(&format!("/v1/mailboxes/{}/roster", anna.account), "Bearer nonsense").await.is(401);
    assert_eq!(lines(&folder).len(), before);
    let all = lines(&folder);
    let sent = all.last().unwrap();
    assert_eq!(
        *sent,
        json!({
            "day": sent["day"], "by": anna.account, "as": "mailbox", "method": "PUT",
            "route": "/v1/mailboxes/{mailbox}/messages/{sender}/{device}/{recipient}/{seq}",
            "of": { "mailbox": anna.account }, "status": 201
        })
    );
    assert_eq!(sent["day"].as_str().unwrap().len(), 10, "a day, and no time of it");
    assert!(all.iter().any(|line| line["as"] == "practitioner" && line["by"] == json!(sam.account)));
    // Somebody else's things, asked for and refused, stand there too.
    house.client.get(&format!("/v1/accounts/{}/state", anna.account), &sam.token).await.is(403);
    let refused = lines(&folder).pop().unwrap();
    assert_eq!((&refused["status"], &refused["of"]["account"]), (&json!(403), &json!(anna.account)));
    // What is no id is nobody's thing, and is not repeated.
    house.client.get("/v1/accounts/Mrs-Brown/state", &sam.token).await;
    assert!(!lines(&folder).pop().unwrap().to_string().contains("Brown"));
    house.assert_discreet();
}

#[tokio::test]
async fn a_day_has_a_file_of_its_owners_alone_and_is_deleted_when_its_time_is_over() {
    let files = Folder::new();
    let folder = files.0.join("audit");
    let audit = AuditFiles { folder: folder.clone(), days: 2 };
    let house = House::with(|config| config.audit = Some(audit)).await;
    let mut sam = sam(&house).await;
    sam.inbox(&house).await;
    std::fs::write(folder.join("notes.txt"), "not ours").unwrap();
    let names = || {
        let mut names: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let first = names()[0].clone();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join(&first))), (0o700, 0o600));
    }
    for _ in 0..2 {
        house.clock.forward(86_400_000);
        house.relay.purge().await.unwrap();
        assert!(names().contains(&first));
    }
    sam.log_in(&house).await;
    sam.inbox(&house).await;
    house.clock.forward(86_400_000);
    house.relay.purge().await.unwrap();
    assert!(!names().contains(&first), "{:?}", names());
    assert!(names().contains(&"notes.txt".to_owned()), "what is not ours stays");
}
