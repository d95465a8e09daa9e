#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>

#include "plan/node.hpp"
#include "plan/source_text.hpp"
#include "plan/utf8.hpp"

namespace fishtank::plan {
namespace {

/// Ends the parse. Thrown through yaml-cpp, which knows no other way to stop, and caught in
/// parse_yaml.
struct Refusal {
  Mark mark;
  std::string message;
  std::string help;
};

/// Puts the tree together from yaml-cpp's events and stops at the bounds.
class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const SourceText& source) : source_(source) {}

  Node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node = begin(Node::Kind::null, mark);
    if (const Node* key = open_key()) {  // yaml-cpp's mark is that of whatever comes next
      node.mark = key->mark;
      node.width = key->width;
    }
    finish(std::move(node), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node = begin(Node::Kind::scalar, mark);
    refuse_tag(tag, node.mark);
    node.text = value;
    node.quoted = tag == "!";
    if (!source_.closes_quotation(static_cast<std::size_t>(mark.line),
                                  static_cast<std::size_t>(mark.column))) {
      throw Refusal{node.mark, "this quotation is not closed", ""};
    }
    node.width = static_cast<int>(character_count(value)) + (node.quoted ? 2 : 0);
    // yaml-cpp gives `~` and `null` as scalars, and only the empty text as null.
    if (!node.quoted && (value == "~" || value == "null")) node.kind = Node::Kind::null;
    finish(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const Mark where = mark_of(mark);
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end())
      throw Refusal{where, "this alias stands within its own anchor", ""};
    count(found->second.nodes, where);
    attach(found->second.node);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::Kind::list, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::Kind::mapping, mark, tag, anchor);
  }
  void OnMapEnd() override {
    if (open_.back().node.keys.size() <= kMostKeys) merge(open_.back().node);
    close();
  }

 private:
  struct Open {
    Node node;
    YAML::anchor_t anchor = 0;
    std::size_t nodes_before = 0;
  };
  struct Anchored {
    Node node;
    std::size_t nodes = 0;
  };

  Mark mark_of(const YAML::Mark& mark) const {
    return source_.mark(static_cast<std::size_t>(mark.line), static_cast<std::size_t>(mark.column));
  }

  Node begin(Node::Kind kind, const YAML::Mark& mark) {
    Node node;
    node.kind = kind;
    node.mark = mark_of(mark);
    count(1, node.mark);
    return node;
  }

  /// The key whose value comes next; null in a list.
  const Node* open_key() const {
    if (open_.empty()) return nullptr;
    const Node& parent = open_.back().node;
    return parent.keys.size() > parent.items.size() ? &parent.keys.back() : nullptr;
  }

  void count(std::size_t nodes, Mark where) {
    nodes_ += nodes;
    if (nodes_ > kMostNodes) {
      throw Refusal{where, fmt::format("the document has more than {} values", kMostNodes),
                    "aliases count as often as they are used"};
    }
  }

  static void refuse_tag(const std::string& tag, Mark where) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    throw Refusal{where, "tags (`!...`) are no part of the scenario language", "leave the tag out"};
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    const std::size_t before = nodes_;
    Node node = begin(kind, mark);
    refuse_tag(tag, node.mark);
    if (open_.size() >= kDeepest) {
      throw Refusal{node.mark,
                    fmt::format("more than {} lists and mappings in each other", kDeepest),
                    "a scenario needs no more than five"};
    }
    open_.push_back({std::move(node), anchor, before});
  }

  void close() {
    const Node& node = open_.back().node;
    if (node.keys.size() > kMostKeys) {
      throw Refusal{node.mark, fmt::format("a mapping with more than {} keys", kMostKeys), ""};
    }
    Open done = std::move(open_.back());
    open_.pop_back();
    if (done.anchor != 0) anchors_[done.anchor] = {done.node, nodes_ - done.nodes_before};
    attach(std::move(done.node));
  }

  void finish(Node node, YAML::anchor_t anchor) {
    if (anchor != 0) anchors_[anchor] = {node, 1};
    attach(std::move(node));
  }

  /// Gives a finished node to the innermost open one; in a mapping keys and values take turns.
  void attach(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Node& parent = open_.back().node;
    if (parent.is_mapping() && parent.keys.size() == parent.items.size()) {
      parent.keys.push_back(std::move(node));
    } else {
      parent.items.push_back(std::move(node));
    }
  }

  /// `<<: *common` gives the keys of another mapping, as far as they are not there.
  void merge(Node& mapping) {
    for (std::size_t i = 0; i < mapping.keys.size(); ++i) {
      if (mapping.keys[i].quoted || mapping.keys[i].text != "<<") continue;
      const Node key = mapping.keys[i];
      const Node merged = mapping.items[i];
      mapping.keys.erase(mapping.keys.begin() + static_cast<std::ptrdiff_t>(i));
      mapping.items.erase(mapping.items.begin() + static_cast<std::ptrdiff_t>(i));
      --i;
      if (merged.is_mapping()) add_missing(mapping, merged);
      for (const Node& each : merged.is_list() ? merged.items : std::vector<Node>{}) {
        if (!each.is_mapping()) refuse_merge(key);
        add_missing(mapping, each);
      }
      if (!merged.is_mapping() && !merged.is_list()) refuse_merge(key);
    }
  }

  [[noreturn]] static void refuse_merge(const Node& key) {
    throw Refusal{key.mark, "`<<` takes a mapping or a list of mappings", "as in `<<: *common`"};
  }

  static void add_missing(Node& mapping, const Node& from) {
    for (std::size_t i = 0; i < from.keys.size(); ++i) {
      if (mapping.find(from.keys[i].text) == nullptr) mapping.add(from.keys[i], from.items[i]);
    }
  }

  const SourceText& source_;
  Node root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::size_t nodes_ = 0;
};

/// What yaml-cpp says, in words that help; its own words for the rest.
struct Explanation {
  std::string_view theirs;
  std::string_view message;
  std::string_view help;
};

const Explanation kExplanations[]{
    {YAML::ErrorMsg::END_OF_MAP_FLOW, "a `{` is not closed here",
     "keys and values are separated by `, `"},
    {YAML::ErrorMsg::END_OF_SEQ_FLOW, "a `[` is not closed here", "items are separated by `, `"},
    {YAML::ErrorMsg::END_OF_MAP, "this line belongs to no mapping",
     "write `key: value`, indented as the lines before it"},
    {YAML::ErrorMsg::END_OF_SEQ, "this line belongs to no list",
     "write `- item`, indented as the lines before it"},
    {YAML::ErrorMsg::MAP_VALUE, "a `:` where no key can stand", "quote texts that contain `: `"},
    {YAML::ErrorMsg::UNKNOWN_TOKEN, "no value can begin like this",
     "quote texts that begin with a sign"},
    {YAML::ErrorMsg::BLOCK_ENTRY, "a `- ` where no list can stand",
     "is a bracket before it not closed?"},
    {YAML::ErrorMsg::UNKNOWN_ANCHOR, "no anchor of that name stands before it", ""},
};

Diagnostic explain(const YAML::Exception& error, const SourceText& source) {
  const Mark mark = error.mark.is_null() ? Mark{}
                                         : source.mark(static_cast<std::size_t>(error.mark.line),
                                                       static_cast<std::size_t>(error.mark.column));
  const std::string_view line = source.line(mark.line);
  const std::size_t tab = line.substr(0, line.find_first_not_of(" \t")).find('\t');
  if (tab != std::string_view::npos) {
    return source.mistake({mark.line, static_cast<int>(tab) + 1}, 1, "a tab indents this line",
                          "YAML is indented with spaces");
  }
  for (const Explanation& known : kExplanations) {
    if (error.msg.starts_with(known.theirs)) {
      return source.mistake(mark, 1, std::string(known.message), std::string(known.help));
    }
  }
  return source.mistake(mark, 1, "this is not YAML: " + error.msg);
}

/// yaml-cpp reads ahead over brackets before it says anything, so depth is bounded here, too: a
/// text in which so many brackets stand open is none of ours, wherever they stand.
std::optional<Diagnostic> find_bracket_tower(std::string_view text, const SourceText& source) {
  constexpr int kMostOpen = 256;
  int open = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[' || text[i] == '{') ++open;
    if ((text[i] == ']' || text[i] == '}') && open > 0) --open;
    if (open > kMostOpen) {
      return source.mistake(source.mark_of_byte(i), 1,
                            fmt::format("more than {} brackets are open here", kMostOpen));
    }
  }
  return std::nullopt;
}

/// What a text must be before a YAML parser sees it.
std::optional<Diagnostic> check_text(std::string_view text, std::string_view file) {
  const auto whole = [&](std::string message, std::string help) {
    return Diagnostic{std::string(file), {}, 1, {}, std::move(message), std::move(help)};
  };
  if (text.size() > kLongestFile) {
    return whole(fmt::format("the file has more than {} bytes", kLongestFile),
                 "use `matrix` and `seeds` instead of repetition");
  }
  const SourceText source(text, file);
  if (const auto bad = first_bad_byte(text)) {
    return source.mistake(source.mark_of_byte(*bad), 1,
                          fmt::format("byte {} of the file is not UTF-8", *bad + 1),
                          "save the file as UTF-8");
  }
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    return source.mistake(source.mark_of_byte(nul), 1,
                          fmt::format("byte {} of the file is NUL", nul + 1),
                          "this is no text file");
  }
  return find_bracket_tower(text, source);
}

}  // namespace

std::variant<Node, Diagnostic> parse_yaml(std::string_view text, std::string_view file) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (auto mistake = check_text(text, file)) return *std::move(mistake);
  const SourceText source(text, file);
  TreeBuilder builder(source);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      return source.mistake({}, 1, "the file is empty", "write at least a `name`");
    }
    Node root = builder.take();
    TreeBuilder second(source);
    if (parser.HandleNextDocument(second)) {
      return source.mistake(second.take().mark, 1, "a second document begins here",
                            "one document a file: leave the `---` out");
    }
    return root;
  } catch (const Refusal& refusal) {
    return source.mistake(refusal.mark, 1, refusal.message, refusal.help);
  } catch (const YAML::Exception& error) {
    return explain(error, source);
  }
}

}  // namespace fishtank::plan
