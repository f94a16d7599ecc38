// Starts the mini-program. Everything it keeps is in `utils/kept`.
App({});
