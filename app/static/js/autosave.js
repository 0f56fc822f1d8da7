// Saves answers as they are typed; what the server has not taken stays in this browser.
// Storage may be off or full: the page then works without it.
const kept = (k) => "answers/" + k, $ = (s, el = document) => el.querySelector(s);
const drop = (k) => { try { localStorage.removeItem(kept(k)); } catch {} };
const gone = $("[data-forget]"), form = $("form[data-autosave]");
if (gone) drop(gone.dataset.forget);
if (form) {
	const line = $("[data-saved]", form), { key, autosave } = form.dataset, dirty = new Set(), wrong = new Set();
	let timer, tries = 0, calm = line.textContent, busy, ended, leaving, version = 0;
	const boxes = (n) => [...form.elements].filter((e) => e.name === n && e.type !== "hidden");
	const seen = (n) => form.elements["seen-" + n], values = (n) => new FormData(form).getAll(n), token = form.elements.csrf_token;
	const say = (text, state = "") => { line.textContent = text; line.dataset.state = state; };
	const focused = (n) => boxes(n).includes(document.activeElement);
	const later = (ms) => { clearTimeout(timer); timer = setTimeout(send, ms); };
	const keep = () => {
		const all = [...dirty, ...wrong].map((n) => [n, values(n), seen(n).value]);
		try { if (all.length) localStorage.setItem(kept(key), JSON.stringify(all)); else drop(key); } catch {}
	};
	const post = (names, keepalive) => {
		const body = new FormData();
		for (const n of names) { for (const v of values(n)) body.append(n, v); body.append("seen-" + n, seen(n).value); }
		return fetch(autosave, { method: "POST", body, keepalive, headers: { Accept: "application/json", "X-CSRFToken": token.value } });
	};
	const tell = (kind, n, text = "") => {
		const p = $(`[data-${kind}="${n}"]`, form);
		if (!p) return;
		($("[data-words]", p) || p).textContent = text;
		if (kind !== "read") p.hidden = !text;
	};
	const conditions = () => {
		for (const part of form.querySelectorAll("[data-show-if]")) {
			const asked = form.elements[part.dataset.showIf], first = asked?.[0] || asked;
			part.hidden = !!first?.closest("[data-show-if][hidden]") || !values(part.dataset.showIf).some((v) => part.dataset.showIn.split(" ").includes(v));
			$("[data-show-hint]", part).hidden = true;
		}
	};
	const freshToken = async () => {  // a sign-in in another tab makes a new one
		const page = await (await fetch(location.href)).text();
		token.value = /name="csrf_token" value="([^"]+)"/.exec(page)?.[1] || token.value;
	};
	async function send() {
		if (busy || ended || !dirty.size) return;
		const names = [...dirty], at = version;
		busy = true;
		if (!tries) say(line.dataset.saving);
		let answer, told;
		try { answer = await post(names); told = await answer.json(); } catch { if (!(answer?.status >= 500)) answer = null; }
		busy = false;
		if (answer?.ok) return done(names, at, told);
		if ([403, 404, 409, 413].includes(answer?.status)) { ended = true; return say(told.error, "failed"); }
		const out = [400, 401].includes(answer?.status);
		const { out: signedOut, broken, failed } = line.dataset;
		say(out ? signedOut : answer?.status >= 500 ? broken : failed, "failed");
		if (out) await freshToken().catch(() => {});
		later(Math.min(60, 2 ** ++tries) * 1000);
	}
	function done(names, at, told) {
		tries = 0;
		for (const n of names) {
			if (!told.clashes[n]) seen(n).value = told.marks[n];
			tell("error", n, told.clashes[n] || (focused(n) ? "" : told.errors[n]));
			tell("warning", n, told.warnings[n]); tell("read", n, told.read[n]);
			if (at !== version) continue;
			dirty.delete(n);
			if (told.clashes[n] || told.errors[n]) wrong.add(n);
		}
		const held = told.unsaved.length && told.unsaved.every((n) => !told.clashes[n] && focused(n));
		if (!held) calm = told.text;
		keep(); say(calm);  // while the only wrong answer is being typed, nothing is said of it
		if (dirty.size) later(800);
	}
	for (const kind of ["input", "change"]) form.addEventListener(kind, ({ target: { name } }) => {
		if (!name || !seen(name)) return;
		dirty.add(name); wrong.delete(name); version++;
		keep(); conditions(); if (!tries) later(kind === "change" ? 100 : 800);  // after a failure the pauses keep growing
	});
	form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
	addEventListener("pageshow", () => { leaving = false; if (dirty.size) later(800); });
	addEventListener("online", () => later(0));
	addEventListener("focus", () => tries && later(0));
	addEventListener("pagehide", () => { if (dirty.size && !leaving && !ended) post(dirty, true).catch(() => {}); });
	try {
		for (const [n, texts, mark] of JSON.parse(localStorage.getItem(kept(key)) || "[]")) {
			if (!seen(n) || `${texts}` === `${values(n)}`) continue;
			boxes(n).forEach((e, i) => { if (/radio|checkbox/.test(e.type)) e.checked = texts.includes(e.value); else e.value = texts[i] ?? ""; });
			seen(n).value = mark; dirty.add(n);
		}
	} catch {}
	if (dirty.size) { say(line.dataset.restored); later(0); } else drop(key);
	conditions();
}
