namespace Cocoon.Gateway.Errors;

/// <summary>The error object of the OpenAI API: four keys, always all of them.</summary>
internal static class ErrorBody
{
    public static byte[] Of(ApiException error) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        json.WriteString("type", error.Type);
        json.WriteString("param", error.Param);
        json.WriteString("code", error.Code);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
