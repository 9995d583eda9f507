import { GlobalRegistrator } from "@happy-dom/global-registrator";

// A document to render into, one for all files of a worker. Requests stay Node's own.
if (!GlobalRegistrator.isRegistered) {
  const { fetch, Request, Response, Headers, AbortController, AbortSignal } = globalThis;
  GlobalRegistrator.register({ url: "http://console.example" });
  Object.assign(globalThis, { fetch, Request, Response, Headers, AbortController, AbortSignal });
  // React would note a task for whoever debugs at each element that it makes.
  Reflect.deleteProperty(console, "createTask");
}
