// Command main serves an echo and a room by gorilla/websocket.
package main

import (
	"log"
	"net/http"
	"os"
	"sync"

	"github.com/gorilla/websocket"
)

var upgrader websocket.Upgrader

func echo(w http.ResponseWriter, r *http.Request) {
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	for {
		kind, message, err := conn.ReadMessage()
		if err != nil {
			return
		}
		if err := conn.WriteMessage(kind, message); err != nil {
			return
		}
	}
}

// A member's connection has one writer at a time.
type member struct {
	conn  *websocket.Conn
	write sync.Mutex
}

type room struct {
	lock    sync.RWMutex
	members map[*member]struct{}
}

func (r *room) join(m *member) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.members[m] = struct{}{}
}

func (r *room) leave(m *member) {
	r.lock.Lock()
	defer r.lock.Unlock()
	delete(r.members, m)
}

func (r *room) publish(message *websocket.PreparedMessage) {
	r.lock.RLock()
	defer r.lock.RUnlock()
	for m := range r.members {
		m.write.Lock()
		m.conn.WritePreparedMessage(message)
		m.write.Unlock()
	}
}

func (r *room) serve(w http.ResponseWriter, request *http.Request) {
	conn, err := upgrader.Upgrade(w, request, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	m := &member{conn: conn}
	r.join(m)
	defer r.leave(m)
	for {
		kind, message, err := conn.ReadMessage()
		if err != nil {
			return
		}
		prepared, err := websocket.NewPreparedMessage(kind, message)
		if err != nil {
			return
		}
		r.publish(prepared)
	}
}

func main() {
	all := room{members: map[*member]struct{}{}}
	http.HandleFunc("/ws/echo", echo)
	http.HandleFunc("/ws/room", all.serve)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil))
}
