// Says that a file is too large before it travels; the server says the same without this script.
for (const input of document.querySelectorAll("input[type=file][data-most]")) {
  const words = input.closest(".field").querySelector("[data-too-large]");
  const check = () => {
    const tooLarge = [...input.files].some((file) => file.size > Number(input.dataset.most));
    words.hidden = !tooLarge;
    if (tooLarge) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
    return tooLarge;
  };
  input.addEventListener("change", check);
  input.form.addEventListener("submit", (e) => {
    if (!check()) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    input.focus();
  });
}
