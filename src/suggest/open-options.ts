/** Options of `SuggestIndex.open` and `openSync`. */
export interface OpenOptions {
  /**
   * Whether the whole file is checked, as `verify()` does, before the index is used. Takes time in
   * its size; of several threads that open one file only the first does it, and the others wait.
   * @defaultValue false
   */
  verify?: boolean | undefined
  /**
   * Whether the whole file is brought into memory, so that the first query is as fast as the next.
   * Takes as long as the disk needs to read it, or milliseconds if it is in the page cache.
   * @defaultValue false
   */
  warm?: boolean | undefined
  /**
   * Whether the index follows its file: another one that is renamed into its place is opened and, between
   * two queries, it takes over; see `SuggestIndex.on`. The checksums of each file are compared before it
   * is used, those of the first too, which takes time in its size. @defaultValue false
   */
  watch?: boolean | undefined
  /**
   * Whether the file is read into memory of this process in place of mapping it: for file systems
   * whose files may change or vanish while they are mapped, such as those of a network. Each process
   * then has a copy of its own; its threads share one. @defaultValue false
   */
  copy?: boolean | undefined
}
