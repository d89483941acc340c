//! What a quantity, or one event, costs: pure and exact. One file per price shape.
