namespace Orleans;

/// <summary>Marks a type that may cross a grain call or be stored. Same name and meaning as in Orleans.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>
    /// Whether the parameters of a primary constructor are copied without an <see cref="IdAttribute"/>. Default: yes for
    /// records, no for other types.
    /// </summary>
    public bool IncludePrimaryConstructorParameters { get; init; } = true;
}
