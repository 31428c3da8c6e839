// Signing out forgets what drafts keep in this tab (draft.js).
document.querySelector("[data-forget]").addEventListener("submit", () => {
  for (const key of Object.keys(sessionStorage)) key.startsWith("draft ") && sessionStorage.removeItem(key);
});
