import { GlobalRegistrator } from "@happy-dom/global-registrator";

// A document to render into. Requests stay Node's own.
const { fetch, Request, Response, Headers, AbortController, AbortSignal } = globalThis;
GlobalRegistrator.register({ url: "http://console.example" });
Object.assign(globalThis, { fetch, Request, Response, Headers, AbortController, AbortSignal });
// React would note a task for whoever debugs at each element that it makes.
Reflect.deleteProperty(console, "createTask");
