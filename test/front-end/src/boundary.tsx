import { Component, type ReactNode, Suspense } from "react";
import { FailureNotice } from "./failure-notice.js";

interface State {
  error?: unknown;
}

/** Keeps what waits or breaks inside from taking away what stands around. */
export class Boundary extends Component<{ children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return <Suspense fallback="Loading">{this.props.children}</Suspense>;
    return (
      <>
        <FailureNotice errors={[error]} asked="read" />
        <button type="button" onClick={() => this.setState({ error: undefined })}>
          Try again
        </button>
      </>
    );
  }
}
