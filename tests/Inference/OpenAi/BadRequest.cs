namespace Cocoon.Inference.Tests.OpenAi;

/// <summary>A request and the error it gets.</summary>
public sealed record BadRequest(string Json, string Message, string? Param = null, string? Code = null)
{
    public override string ToString() => Json.Length <= 100 ? Json : string.Concat(Json.AsSpan(0, 100), "…");
}
