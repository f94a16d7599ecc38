// What is the same on every phone. The address may be set here before the mini-program is published.

/** Where the service of the shop is, like "https://shop.example.com"; empty: asked in the settings. */
export const ADDRESS = "";
