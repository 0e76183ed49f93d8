import type { JSX } from "preact";
import { Failure } from "../common/Failure.tsx";
import { openAgain } from "../../state/session/session.ts";
import { cancelOpening, failure, loading, study } from "../../state/study.ts";

/** What is being opened, and why the last attempt failed. */
export function Status(): JSX.Element {
  return (
    <>
      <Loading />
      <LastFailure />
    </>
  );
}

function Loading(): JSX.Element | null {
  const progress = loading.value;
  if (progress === undefined) return null;
  const { what, done, total } = progress;
  return (
    <div class="loading">
      <span role="status">{what} …</span>
      <button type="button" onClick={cancelOpening}>
        Cancel
      </button>
      {total > 0 ? <progress aria-label={what} value={done} max={total} /> : <progress aria-label={what} />}
      <span class="note">{total > 0 ? `${done} of ${total}` : ""}</span>
    </div>
  );
}

function LastFailure(): JSX.Element | null {
  const error = failure.value;
  if (error === undefined) return null;
  return (
    <Failure error={error}>
      <div class="row">
        {study.value?.remote.isDead === true && (
          <button type="button" onClick={() => void openAgain()}>
            Open again
          </button>
        )}
        <button type="button" onClick={() => (failure.value = undefined)}>
          Close
        </button>
      </div>
    </Failure>
  );
}
