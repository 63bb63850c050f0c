// Adds a link to the same page in the other language.
(() => {
    const [other, label] = document.documentElement.lang === "zh" ? ["en", "English"] : ["zh", "中文"];
    const language = document.documentElement.lang === "zh" ? "/zh/" : "/en/";
    const link = document.createElement("a");
    link.textContent = label;
    link.title = label;
    link.style.padding = "0 1rem";
    const at = location.href.lastIndexOf(language);
    if (at < 0) {
        return;
    }
    link.href = location.href.slice(0, at) + `/${other}/` + location.href.slice(at + language.length);
    document.querySelector(".right-buttons")?.prepend(link);
})();
