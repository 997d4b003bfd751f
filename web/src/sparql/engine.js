// Packed engine and graph in, a worker that answers out; one that is stopped is started anew.

import program from "program:./worker.js";

const LIMIT = 60_000;

export class Engine {
  /** `told` is called with "loading", "ready" or "failed" (and why). */
  constructor(engine, graph, told) {
    Object.assign(this, { engine, graph, told });
    this.address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
    this.number = 0;
    this.start();
  }

  start() {
    this.worker?.terminate();
    this.told("loading");
    const worker = (this.worker = new Worker(this.address));
    this.ready = new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || "worker"));
      worker.onmessage = ({ data }) => (data.ready ? resolve(data) : reject(new Error(data.error)));
    });
    this.ready.then(
      (data) => worker === this.worker && this.told("ready", data.triples),
      (error) => worker === this.worker && this.told("failed", error.message),
    );
    this.module ??= this.engine().then((bytes) => WebAssembly.compile(bytes));
    this.module.then(
      (module) => worker.postMessage({ module, graph: this.graph }),
      (error) => worker === this.worker && this.told("failed", error.message),
    );
  }

  /** {json, took}; throws the engine's error, or one with `stopped` ("asked", "late", "broken"). */
  async ask(text, triples) {
    const { worker } = this;
    await this.ready;
    const id = (this.number += 1);
    return new Promise((resolve, reject) => {
      const end = (why) => {
        clearTimeout(timer);
        this.stop = null;
        if (why) {
          reject(Object.assign(new Error(why), { stopped: why }));
          this.start();
        }
      };
      const timer = setTimeout(() => end("late"), LIMIT);
      this.stop = () => end("asked");
      worker.onmessage = ({ data }) => {
        if (data.id !== id) return;
        if (data.broken) {
          end("broken");
          return;
        }
        end(null);
        if (data.error !== undefined) reject(new Error(data.error));
        else resolve(data);
      };
      worker.onerror = () => end("broken");
      worker.postMessage({ id, text, triples });
    });
  }
}
