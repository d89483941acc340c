//! The surface against a real PostgreSQL: one file for each noun of the API, one for what holds of all routes.

#![cfg(test)]

mod access;
mod bills;
mod business;
mod due;
mod events;
mod idempotency;
mod invoices;
mod keys;
mod malformed;
mod openapi;
mod pages;
mod problems;
mod receipts;
mod rejected;
mod tenants;
mod world;
