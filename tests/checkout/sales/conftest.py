from tests.postgres import postgres_server as postgres_server
from tests.postgres import postgres_shop_url as postgres_shop_url
