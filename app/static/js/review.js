// The review page without reloads: marks say what they mean, and what is typed is kept.
const form = document.getElementById("rubric");

// 1. The words of the chosen mark.
form?.addEventListener("change", (e) => {
  const input = e.target.closest("[name^='points-']");
  if (!input) return;
  const key = input.name.slice(7);
  const words = form.querySelector(`[data-marks="${CSS.escape(key)}"]`).children[input.value - 1].textContent;
  form.querySelector(`[data-said="${CSS.escape(key)}"]`).textContent = `${input.value} – ${words}`;
});

// 2. Autosave: a pause after the last change, then again until the server has it.
if (form?.dataset.autosave) {
  const status = form.querySelector("[data-status]");
  const total = form.querySelector("[data-total]"), given = form.querySelector("[data-given]");
  let timer, dirty = false, busy = false, wait = 2000;
  const plan = (ms) => { clearTimeout(timer); timer = setTimeout(send, ms); };
  async function send() {
    if (busy || !dirty) return;
    busy = true; dirty = false;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if ([400, 401].includes(answer.status)) {  // signed out: a sign-in in another tab is enough, then it goes on
        status.textContent = (await answer.json()).error; status.dataset.state = "failed";
        const token = /name="csrf_token" value="([^"]+)"/.exec(await (await fetch(location.href)).text())?.[1];
        if (token) form.elements.csrf_token.value = token;
        dirty = true; busy = false; wait = Math.min(wait * 2, 60000);
        return plan(wait);
      }
      if (answer.status === 422) {  // said once; the next keystroke tries again
        status.textContent = (await answer.json()).error; status.dataset.state = "failed";
        busy = false;
        return;
      }
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const saved = await answer.json();
      status.textContent = saved.saved; delete status.dataset.state;
      total.textContent = saved.total || "–"; given.textContent = saved.given;
      wait = 2000;
    } catch {
      dirty = true; wait = Math.min(wait * 2, 60000);
      status.textContent = status.dataset.failed; status.dataset.state = "failed";
      plan(wait);
    }
    busy = false;
    if (dirty && wait === 2000) plan(800);
  }
  form.addEventListener("input", () => { dirty = true; plan(800); });
  form.addEventListener("submit", () => { dirty = false; clearTimeout(timer); });
  addEventListener("online", () => plan(0));
  addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") send(); });
  addEventListener("beforeunload", (e) => { if (dirty) e.preventDefault(); });
}
