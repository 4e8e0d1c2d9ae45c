//! Servers: those of the client, and those of single operations.

use crate::{
    diff::{
        change::{finding::Finding, rust, spot::Spot},
        comparison::Comparison,
        rules,
        sameness::{
            index::blank,
            pairs::{Pair, take_pairs},
        },
    },
    ir::{Operation, Server},
    place::Pointer,
};

/// Compares the servers of both clients.
pub(super) fn compare_servers<'a>(comparison: &mut Comparison<'a>) {
    let (mut removed, mut added): (Vec<&'a Server>, Vec<&'a Server>) =
        (comparison.before.api.servers.iter().collect(), comparison.after.api.servers.iter().collect());
    // An app knows a server by its name; one of another name is known by where it is.
    let name = |server: &&'a Server| &server.name;
    let mut pairs = take_pairs(&mut removed, &mut added, name, name);
    let url = |server: &&'a Server| &server.url;
    pairs.extend(take_pairs(&mut removed, &mut added, url, url));
    for (old, new) in pairs {
        compare_server(comparison, old, new);
    }
    for server in removed {
        let finding = Finding::at(Some(&server.place), None).detail(format!("`{}`", server.url));
        let finding = finding.rust(Some(rust::server(&server.name)), None);
        comparison.tell(&rules::SERVER_REMOVED, &Spot::of_client(&server.name.to_string(), "server"), finding);
    }
    for server in added {
        let finding = Finding::at(None, Some(&server.place)).detail(format!("`{}`", server.url));
        let finding = finding.rust(None, Some(rust::server(&server.name)));
        comparison.tell(&rules::SERVER_ADDED, &Spot::of_client(&server.name.to_string(), "server"), finding);
    }
    compare_default_server(comparison);
    let (before, after) = (&comparison.before.api.relative_servers, &comparison.after.api.relative_servers);
    if before != after {
        let place = Pointer::root().child("servers");
        let shown =
            |urls: &[String]| if urls.is_empty() { "none".to_owned() } else { format!("`{}`", urls.join("`, `")) };
        let finding = Finding::at(Some(&place), Some(&place)).detail(format!("{} → {}", shown(before), shown(after)));
        comparison.tell(&rules::RELATIVE_SERVER_CHANGED, &Spot::of_client("servers", "relative"), finding);
    }
}

fn compare_server<'a>(comparison: &mut Comparison<'a>, old: &Server, new: &Server) {
    let spot = Spot::of_client(&old.name.to_string(), "server");
    let at = Finding::at(Some(&old.place), Some(&new.place));
    if old.name != new.name {
        let finding = at
            .detail(format!("`{}` → `{}`", old.name, new.name))
            .rust(Some(rust::server(&old.name)), Some(rust::server(&new.name)));
        comparison.tell(&rules::MEMBER_RENAMED, &spot, finding);
    } else if old.url != new.url {
        comparison.tell(&rules::SERVER_CHANGED, &spot, at.detail(format!("`{}` → `{}`", old.url, new.url)));
    } else if old.docs != new.docs {
        comparison.tell(&rules::DOCUMENTATION_CHANGED, &spot, at);
    }
}

/// The first server is where requests go by themselves. That it has another address is told of it.
fn compare_default_server<'a>(comparison: &mut Comparison<'a>) {
    let (Some(old), Some(new)) = (comparison.before.api.servers.first(), comparison.after.api.servers.first()) else {
        return;
    };
    if old.name != new.name && old.url != new.url {
        let finding = Finding::at(Some(&old.place), Some(&new.place)).detail(format!("`{}` → `{}`", old.url, new.url));
        comparison.tell(&rules::DEFAULT_SERVER_CHANGED, &Spot::of_client("servers", ""), finding);
    }
}

/// The servers of an operation, or of all operations of a path.
pub(super) fn compare_own_servers<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Operation>, spot: &Spot) {
    let urls = |operation: &'a Operation| operation.servers.as_ref().map(|servers| &servers.urls);
    if urls(old) == urls(new) {
        return;
    }
    let is_of_path = [&old.servers, &new.servers].into_iter().flatten().all(|own| own.place.depth() == 3);
    let place = |operation: &Operation| match &operation.servers {
        Some(servers) => servers.place.clone(),
        None if is_of_path => Pointer::root().descendant(["paths", operation.path.as_str()]),
        None => operation.place.clone(),
    };
    let shown = |urls: Option<&Vec<String>>| match urls {
        None => "those of all".to_owned(),
        Some(urls) => urls.iter().map(|url| format!("`{url}`")).collect::<Vec<_>>().join(", "),
    };
    let finding = Finding::at(Some(&place(old)), Some(&place(new))).detail(format!(
        "{} → {}",
        shown(urls(old)),
        shown(urls(new))
    ));
    let spot = if is_of_path {
        let key = format!("servers {}", blank(&old.path));
        Spot { subject: new.path.clone(), key, ..spot.clone() }
    } else {
        spot.clone()
    };
    comparison.tell(&rules::OPERATION_SERVERS_CHANGED, &spot, finding);
}
