import { Component, type ReactNode, Suspense } from "react";
import styles from "./boundary.module.css";
import { Button } from "./button.js";
import { FailureNotice } from "./failure-notice.js";

interface State {
  error?: unknown;
}

/** Keeps what waits or breaks inside from taking away what stands around. */
export class Boundary extends Component<{ waiting?: ReactNode; children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return <Suspense fallback={this.props.waiting}>{this.props.children}</Suspense>;
    return (
      <div className={styles.broken}>
        <FailureNotice errors={[error]} asked="read" />
        <Button onClick={() => this.setState({ error: undefined })}>Try again</Button>
      </div>
    );
  }
}
