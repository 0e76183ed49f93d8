/* Benchmarks are bundled as they are, from the project's root; the app's own configuration is not meant for them. */
export default {};
