/*
 * Does the small sum that the check page asks of the sender's browser (pledges/spam/proof.py), beside everything else.
 * Whoever presses "Send" before it is done waits for the rest of it, and never longer than LIMIT: without an answer the
 * engagement is sent all the same.
 */
(() => {
    const LIMIT = 10_000; // milliseconds

    const solve = (challenge, address) =>
        new Promise((resolve) => {
            const worker = new Worker(address);
            const done = (solution) => {
                worker.terminate();
                resolve(solution?.derivedKey ? btoa(JSON.stringify({ challenge, solution })) : "");
            };
            worker.onmessage = ({ data }) => done(data);
            worker.onerror = () => done(null);
            worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1, timeout: 0 });
        });

    const field = document.querySelector("input[data-challenge]");
    const { form } = field;
    let isOpen = true;
    let isWaiting = false;
    const work = solve(JSON.parse(field.dataset.challenge), field.dataset.worker)
        .catch(() => "")
        .then((answer) => {
            field.value = answer;
            isOpen = false;
        });

    form.addEventListener("submit", (event) => {
        if (!isOpen) return;
        event.preventDefault();
        if (isWaiting) return;
        isWaiting = true;
        const pause = new Promise((resolve) => setTimeout(resolve, LIMIT));
        Promise.race([work, pause]).then(() => {
            isOpen = false;
            form.requestSubmit(event.submitter);
        });
    });
})();
