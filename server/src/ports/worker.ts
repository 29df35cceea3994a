/** Does heavy work beside the event loop, one piece at a time. */
export interface Worker<Job, Answer> {
  /** The answer, and how long it took; throws `worker.broken` where the work crashed or hung. The next piece finds a new start. */
  run(job: Job): Promise<{ answer: Answer; ms: number }>
  /** Whatever is asked of it from then on is broken off. */
  close(): Promise<void>
}
