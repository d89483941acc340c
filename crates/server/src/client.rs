//! A client that costs little: HTTP/1.1 on a kept connection, bodies made beforehand.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

pub struct Client {
    stream: BufReader<TcpStream>,
    head: String,
}

impl Client {
    pub async fn connect(address: &str, key: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let head = format!(
            "POST /v1/events HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\n\
             Content-Type: application/cloudevents-batch+json\r\nContent-Length: "
        );
        Ok(Self { stream: BufReader::new(stream), head })
    }

    /// Sends one batch and returns how long the answer took; an answer other than 200 is an error.
    pub async fn send(&mut self, body: &str) -> Result<(Duration, serde_json::Value)> {
        let began = Instant::now();
        let head = format!("{}{}\r\n\r\n", self.head, body.len());
        self.stream.write_all(head.as_bytes()).await?;
        self.stream.write_all(body.as_bytes()).await?;
        let (mut status, mut length) = (String::new(), 0);
        self.stream.read_line(&mut status).await?;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).await?;
            if let Some(text) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = text.trim().parse().context("the answer's length")?;
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer).await?;
        if !status.contains(" 200 ") {
            bail!("{} {}", status.trim(), String::from_utf8_lossy(&answer));
        }
        Ok((began.elapsed(), serde_json::from_slice(&answer)?))
    }
}
