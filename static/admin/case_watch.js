/*
 * Asks now and then whether somebody changed the case since its page was opened, and says so once, beside what is
 * typed. Without it the person is told when they send a decision.
 */
(() => {
    const EVERY = 20000;
    const place = document.querySelector("[data-case-watch]");
    if (!place) return;

    const look = async () => {
        if (document.hidden || place.dataset.told) return;
        const response = await fetch(place.dataset.caseWatch, { headers: { "X-Requested-With": "XMLHttpRequest" } });
        if (!response.ok) return;
        const { notice } = await response.json();
        if (!notice || place.dataset.told) return;
        place.dataset.told = "yes";
        const message = place.querySelector("template").content.cloneNode(true);
        message.querySelector("[data-notice]").textContent = notice;
        place.append(message);
    };
    // Out of reach for a moment: the next look tells.
    const lookQuietly = () => look().catch(() => {});

    setInterval(lookQuietly, EVERY);
    document.addEventListener("visibilitychange", lookQuietly);
    window.addEventListener("focus", lookQuietly);
    // A page that the browser brought back as it was.
    window.addEventListener("pageshow", (event) => event.persisted && lookQuietly());
})();
