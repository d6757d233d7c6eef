namespace Cocoon.Client.Http;

/// <summary>GET /v1/models.</summary>
internal sealed record ModelList(IReadOnlyList<ModelEntry> Data);
