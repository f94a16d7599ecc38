from tests.interfaces.conftest import colugo as colugo
