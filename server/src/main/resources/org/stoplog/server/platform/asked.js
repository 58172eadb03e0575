// A link has its key behind a #, which browsers send to nobody. It is taken from there into the form, and out of the
// address, so that it does not stay in the history.
function take() {
  const key = location.hash.slice(1);
  const field = document.getElementById("key");
  if (field !== null && /^[A-Za-z0-9_-]{43}$/.test(key)) {
    history.replaceState(null, "", location.pathname + location.search);
    field.value = key;
    field.form.submit();
  }
}
// A link that is opened where the page is open already loads nothing anew.
addEventListener("hashchange", take);
take();
