namespace Orleans.Serialization;

/// <summary>A type without a serializer was passed to, or returned from, a grain call.</summary>
public sealed class CodecNotFoundException(string message) : SerializerException(message);
