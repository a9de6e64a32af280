/** Nothing: what a process of Node.js takes that holds no index. */
export const settings = { nothing: { open: () => ({ answer: () => [] }) } }
