from django.urls import path

from . import views

urlpatterns = [
    path("ledger/checkpoint", views.checkpoint, name="ledger_checkpoint"),
    path("ledger/cosigned", views.cosigned, name="ledger_cosigned"),
    path("ledger/keys.json", views.keys, name="ledger_keys"),
    path("ledger/vkeys.txt", views.vkeys, name="ledger_vkeys"),
    path("ledger/item.json", views.item, name="ledger_item"),
    path("ledger/receipt", views.receipt, name="ledger_receipt"),
    path("ledger/tile/<path:path>", views.tile, name="ledger_tile"),
]
