/*
 * After a refused publication the editor of Wagtail 8.0 saves what is typed once more by itself, then never again, while
 * it goes on saying "Saved": the watch for changes is only set up where the page came without unsaved ones. A value
 * that changes sets it up.
 */
document.addEventListener("w-autosave:success", ({ target }) => {
    if (target.dataset) target.dataset.wUnsavedCheckIntervalValue ??= "500";
});
