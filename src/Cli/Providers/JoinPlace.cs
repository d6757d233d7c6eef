namespace Cocoon.Cli.Providers;

/// <summary>Which market is joined, and with what.</summary>
/// <param name="Gateway">Base address of its gateway.</param>
/// <param name="Chain">A node with the toncenter v2 API; null for the network's public one.</param>
/// <param name="WalletFile">The wallet's key; null for one in the folder, made when missing.</param>
/// <param name="Domain">Signed into the login; the gateway's host otherwise.</param>
/// <param name="Template">The market's settings for providers; null for none.</param>
/// <param name="IsAgreed">Whether the slashing rules are agreed to without being asked.</param>
internal sealed record JoinPlace(Uri Gateway, Uri? Chain, string? WalletFile, string? Domain, string? Template, bool IsAgreed);
