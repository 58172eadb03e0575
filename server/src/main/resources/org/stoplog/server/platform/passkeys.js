// Asks the browser for a passkey and puts its answer into the form that wants it. Without this script, or where
// there are no passkeys, nothing of it is shown, and password and code do.
(() => {
  "use strict";

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const known = (ids) => ids.map((id) => ({ type: "public-key", id: bytes(id) }));

  const answer = (credential, response) =>
    JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: {},
      response,
    });

  async function make(asked) {
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: bytes(asked.challenge),
        rp: { id: asked.site, name: "Stoplog" },
        user: { id: bytes(asked.account), name: asked.name, displayName: asked.name },
        pubKeyCredParams: asked.algorithms.map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: known(asked.passkeys),
        authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
        attestation: "none",
      },
    });
    return answer(made, {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      transports: [],
    });
  }

  async function use(asked) {
    const used = await navigator.credentials.get({
      publicKey: {
        challenge: bytes(asked.challenge),
        rpId: asked.site,
        allowCredentials: known(asked.passkeys),
        userVerification: "required",
      },
    });
    return answer(used, {
      clientDataJSON: text(used.response.clientDataJSON),
      authenticatorData: text(used.response.authenticatorData),
      signature: text(used.response.signature),
      userHandle: used.response.userHandle ? text(used.response.userHandle) : null,
    });
  }

  async function ask(part) {
    if (part.dataset.make) {
      return make(JSON.parse(part.dataset.make));
    }
    const found = await fetch(part.dataset.use, { headers: { Accept: "application/json" } });
    if (!found.ok) {
      throw new Error("no challenge");
    }
    return use(await found.json());
  }

  for (const part of document.querySelectorAll("[data-passkey]")) {
    const form = part.closest("form");
    if (!window.PublicKeyCredential || location.hostname !== part.dataset.passkey) {
      continue;
    }
    const button = part.querySelector("button");
    const failed = part.querySelector("[role=alert]");
    part.hidden = false;
    button.addEventListener("click", async () => {
      failed.hidden = true;
      button.disabled = true;
      try {
        form.elements.passkey.value = await ask(part);
        form.submit();
      } catch {
        failed.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
