"""From bytes to text: decoding, and HTML pages whose lines carry what their markup says of them."""
