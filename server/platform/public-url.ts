/** File in the data folder in which a running server tells the operator's commands where people reach it. */
export const PUBLIC_URL_FILE = 'public-url';
