// Wagtail says that all in the listing are selected; this says how many they are.
document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-bulk-action-num-objects-in-listing]")?.querySelector("[data-chosen]");
    if (chosen) document.querySelector("[data-bulk-action-num-objects]").textContent = chosen.dataset.chosen;
});
