#!/bin/sh
# Makes the shop where there is none yet; one that is there is checked and left as it is.
set -eu
colugo db check || colugo init "$COLUGO_SHOP" --currency "${CURRENCY:-CNY}"
